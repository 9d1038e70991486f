/** The desktop host: one window on one engine, and the life of the app around them. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { desktopChannels } from '#contract/desktop-bridge';
import { defaultDataDir } from '../data-dir.ts';
import { findInstallation } from '../installation.ts';
import { registerAppScheme, serveApp } from './app-scheme.ts';
import { EngineHost } from './engine-host.ts';
import { folderArgument, placeOf } from './folder-argument.ts';
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

/** What a second instance tells the first, which may have another working directory. */
interface SecondInstance {
  readonly folder: string | null;
}

function run(firstFolder: string | null): void {
  let folder = firstFolder;
  registerAppScheme();
  lockDownContents(app);
  app.on('second-instance', (_event, _argv, _cwd, data) => open((data as SecondInstance).folder));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    if (app.isReady()) open(path);
    else folder = path;
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
    answerRequests(() => window, engine);
    installMenu(() => window, isMac);
    // The window shows its own words when the engine cannot start.
    engine.start().catch((error) => console.error('callscape:', error));
    open(folder);
  });
}

// Browser data lies beside our own, and one data directory has one app. Electron wants the folder to exist.
mkdirSync(stateDir, { recursive: true });
app.setPath('userData', stateDir);
const folder = folderArgument(process.argv.slice(app.isPackaged ? 1 : 2), process.cwd());
if (app.requestSingleInstanceLock({ folder } satisfies SecondInstance)) run(folder);
else app.quit();
