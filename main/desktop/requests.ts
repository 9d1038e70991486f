import { basename } from 'node:path';
import { type BrowserWindow, dialog, type IpcMainInvokeEvent, ipcMain, nativeTheme } from 'electron';
import * as v from 'valibot';
import { desktopChannels } from '#contract/desktop-bridge';
import { isAppUrl } from './app-scheme.ts';
import type { EngineHost } from './engine-host.ts';

const fileKind = v.picklist(['baseline', 'recording']);
const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255));
const theme = v.picklist(['system', 'light', 'dark']);
const requestId = v.pipe(v.string(), v.uuid());

const filters = {
  baseline: { name: 'Callscape baseline', extensions: ['json'] },
  recording: { name: 'Callscape recording', extensions: ['callscape'] },
};

/**
 * Answers what the window's bridge may ask. A request is only heard from the main frame of the app's own window while it
 * shows the app; anything else is refused aloud, because it means that something got in.
 *
 * @param currentWindow the app's window; `null` when there is none
 * @param takeRecording the recording that the system asked to open, once
 */
export function answerRequests(
  currentWindow: () => BrowserWindow | null,
  engine: EngineHost,
  takeRecording: () => string | null,
): void {
  handle(desktopChannels.pickFolder, async (window) => {
    const picked = await dialog.showOpenDialog(window, {
      title: 'Open a project folder',
      properties: ['openDirectory', 'createDirectory'],
    });
    return picked.canceled ? null : (picked.filePaths[0] ?? null);
  });
  handle(desktopChannels.pickFile, async (window, kind) => {
    const wanted = filters[v.parse(fileKind, kind)];
    const picked = await dialog.showOpenDialog(window, { filters: [wanted], properties: ['openFile'] });
    return picked.canceled ? null : (picked.filePaths[0] ?? null);
  });
  handle(desktopChannels.pickSaveFile, async (window, suggested) => {
    const picked = await dialog.showSaveDialog(window, {
      defaultPath: basename(v.parse(fileName, suggested)),
    });
    return picked.canceled || picked.filePath === '' ? null : picked.filePath;
  });
  handle(desktopChannels.requestPort, async (window, request) => {
    const id = v.parse(requestId, request);
    try {
      const port = await engine.connect();
      window.webContents.postMessage(desktopChannels.port, id, [port]);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  });
  handle(desktopChannels.takeRecording, async () => takeRecording());
  handle(desktopChannels.showTheme, async (_window, chosen) => {
    nativeTheme.themeSource = v.parse(theme, chosen);
  });

  function handle(
    channel: string,
    answer: (window: BrowserWindow, argument: unknown) => Promise<unknown>,
  ): void {
    ipcMain.handle(channel, (event, argument: unknown) => answer(windowOf(event), argument));
  }

  function windowOf(event: IpcMainInvokeEvent): BrowserWindow {
    const window = currentWindow();
    const frame = event.senderFrame;
    const isOurs =
      window !== null &&
      event.sender.id === window.webContents.id &&
      frame !== null &&
      frame === window.webContents.mainFrame &&
      isAppUrl(frame.url);
    if (!isOurs) throw new Error(`a request from ${frame?.url ?? 'a frame that is gone'} was refused`);
    return window;
  }
}
