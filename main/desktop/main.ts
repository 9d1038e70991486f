/** The desktop host: one window on one engine, and the life of the app around them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { desktopChannels } from '#contract/desktop-bridge';
import { defaultDataDir } from '../data-dir.ts';
import { findInstallation } from '../installation.ts';
import { registerAppScheme, serveApp } from './app-scheme.ts';
import { EngineHost } from './engine-host.ts';
import { folderArgument, isRecording, placeOf, recordingArgument } from './folder-argument.ts';
import { denyPermissions, lockDownContents } from './lock-down.ts';
import { installMenu } from './menu.ts';
import { answerRequests } from './requests.ts';
import { openWindow, showPlace } from './window.ts';

const isMac = process.platform === 'darwin';
const installation = findInstallation();
const stateDir = join(defaultDataDir(), 'desktop');
const engine = new EngineHost(join(installation.root, 'dist', 'main', 'engine-process.mjs'), () => {
  window?.webContents.send(desktopChannels.engineGone);
});
let window: BrowserWindow | null = null;
/** Asked for by the system; the window takes it when it is ready to. */
let waitingRecording: string | null = null;
let hasStopped = false;

function open(folder: string | null): void {
  const place = placeOf(folder);
  if (window === null) {
    window = openWindow({
      preload: join(installation.root, 'dist', 'preload', 'bridge.cjs'),
      icon: join(installation.root, 'assets', 'icons', 'icon.png'),
      stateDir,
      place,
    });
    window.once('closed', () => {
      window = null;
    });
    return;
  }
  if (place !== '') showPlace(window, place);
  if (window.isMinimized()) window.restore();
  window.focus();
}

function openRecording(file: string): void {
  waitingRecording = file;
  window?.webContents.send(desktopChannels.recordingWaiting);
}

function takeRecording(): string | null {
  const file = waitingRecording;
  waitingRecording = null;
  return file;
}

/** What a second instance tells the first, which may have another working directory. */
interface SecondInstance {
  readonly folder: string | null;
  readonly recording: string | null;
}

function run(first: SecondInstance): void {
  let { folder } = first;
  waitingRecording = first.recording;
  registerAppScheme();
  lockDownContents(app);
  app.on('second-instance', (_event, _argv, _cwd, data) => {
    const { folder: other, recording } = data as SecondInstance;
    if (recording !== null) openRecording(recording);
    open(other);
  });
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (isRecording(path)) openRecording(path);
    else folder = path;
    if (app.isReady()) open(isRecording(path) ? null : path);
  });
  app.on('activate', () => open(null));
  app.on('window-all-closed', () => {
    if (!isMac) app.quit();
  });
  app.on('before-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void engine.stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
  void app.whenReady().then(() => {
    serveApp(session.defaultSession, installation.renderer);
    denyPermissions(session.defaultSession);
    answerRequests(() => window, engine, takeRecording);
    installMenu(() => window, isMac);
    // The window shows its own words when the engine cannot start.
    engine.start().catch((error) => console.error('callscape:', error));
    open(folder);
  });
}

// Browser data lies beside our own, and one data directory has one app. Electron wants the folder to exist.
mkdirSync(stateDir, { recursive: true });
app.setPath('userData', stateDir);
const args = process.argv.slice(app.isPackaged ? 1 : 2);
const asked: SecondInstance = {
  folder: folderArgument(args, process.cwd()),
  recording: recordingArgument(args, process.cwd()),
};
if (app.requestSingleInstanceLock(asked)) run(asked);
else app.quit();
