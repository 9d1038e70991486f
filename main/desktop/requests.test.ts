import type { BrowserWindow } from 'electron';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopChannels } from '#contract/desktop-bridge';
import type { EngineHost } from './engine-host.ts';

type Handler = (event: object, argument?: unknown) => Promise<unknown>;
const { handlers, nativeTheme } = vi.hoisted(() => ({
  handlers: new Map<string, unknown>(),
  nativeTheme: { themeSource: 'system' },
}));

vi.mock('electron', () => ({
  protocol: {},
  nativeTheme,
  dialog: { showOpenDialog: async () => ({ canceled: false, filePaths: ['/picked'] }) },
  ipcMain: { handle: (channel: string, handler: unknown) => handlers.set(channel, handler) },
}));
const { answerRequests } = await import('./requests.ts');

const mainFrame = { url: 'callscape://app/#/p/x/timeline' };
const posted: unknown[] = [];
const window = {
  webContents: { id: 7, mainFrame, postMessage: (...sent: unknown[]) => posted.push(sent) },
} as unknown as BrowserWindow;
const ours = { sender: { id: 7 }, senderFrame: mainFrame };

function ask(channel: string, event: object, argument?: unknown): Promise<unknown> {
  // Electron turns what a handler throws into a rejection on the other side.
  return new Promise((resolve) => resolve((handlers.get(channel) as Handler)(event, argument)));
}

describe('a request from a page', () => {
  let current: BrowserWindow | null;
  const waiting: string[] = [];
  const engine = { connect: vi.fn(async () => 'port') };

  beforeEach(() => {
    handlers.clear();
    posted.length = 0;
    current = window;
    mainFrame.url = 'callscape://app/#/p/x/timeline';
    answerRequests(
      () => current,
      engine as unknown as EngineHost,
      () => waiting.pop() ?? null,
    );
  });

  test('of the main frame of our window is answered', async () => {
    expect(await ask(desktopChannels.pickFolder, ours)).toBe('/picked');
    await ask(desktopChannels.showTheme, ours, 'dark');
    expect(nativeTheme.themeSource).toBe('dark');
  });

  test('is given the recording that waits, once', async () => {
    waiting.push('/home/me/slow.callscape');
    expect(await ask(desktopChannels.takeRecording, ours)).toBe('/home/me/slow.callscape');
    expect(await ask(desktopChannels.takeRecording, ours)).toBeNull();
  });

  test('gets its port under the request it made', async () => {
    const request = crypto.randomUUID();
    expect(await ask(desktopChannels.requestPort, ours, request)).toBeNull();
    expect(posted).toEqual([[desktopChannels.port, request, ['port']]]);
    engine.connect.mockRejectedValueOnce(new Error('The engine cannot start: the disk is full'));
    expect(await ask(desktopChannels.requestPort, ours, request)).toMatch(/disk is full/);
  });

  test.each<[string, () => object]>([
    ['other contents', () => ({ ...ours, sender: { id: 8 } })],
    ['another frame with our address', () => ({ ...ours, senderFrame: { url: mainFrame.url } })],
    ['a frame that is gone', () => ({ ...ours, senderFrame: null })],
    [
      'our window when it shows something else',
      () => {
        mainFrame.url = 'https://evil.example/';
        return ours;
      },
    ],
    [
      'a window that is closed',
      () => {
        current = null;
        return ours;
      },
    ],
  ])('of %s is refused on every channel', async (_what, sender) => {
    const event = sender();
    expect(handlers.size).toBe(6);
    for (const channel of handlers.keys()) {
      await expect(ask(channel, event, crypto.randomUUID()), channel).rejects.toThrow(/refused/);
    }
    expect(posted).toEqual([]);
  });

  test.each([
    [desktopChannels.pickFile, 'passwords'],
    [desktopChannels.pickSaveFile, ''],
    [desktopChannels.pickSaveFile, 'x'.repeat(256)],
    [desktopChannels.showTheme, 'blue'],
    [desktopChannels.requestPort, 'x'],
  ])('with a wrong argument is refused: %s %j', async (channel, argument) => {
    await expect(ask(channel, ours, argument)).rejects.toThrow();
  });
});
