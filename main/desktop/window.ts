import { join } from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { appOrigin } from './app-scheme.ts';
import { CrashLimit } from './crash-limit.ts';
import { isOnScreen, readWindowState, type WindowState, writeWindowState } from './window-state.ts';

export interface WindowOptions {
  /** Absolute path of the built preload script. */
  readonly preload: string;
  /** Absolute path of a picture; Linux shows it, the other systems take the app's own. */
  readonly icon: string;
  /** Absolute path of the folder for what the desktop remembers. */
  readonly stateDir: string;
  /** The part of the address after `#`; empty for the welcome page. */
  readonly place: string;
}

/** The colours of `renderer/app/theme.css` behind everything, so that a window opens without a flash. */
const background = { light: '#ffffff', dark: '#16181d' } as const;

/** Opens the app's window: a sandboxed page without Node, of the app's own origin. */
export function openWindow({ preload, icon, stateDir, place }: WindowOptions): BrowserWindow {
  const stateFile = join(stateDir, 'window.json');
  const state = usableState(stateFile);
  const window = new BrowserWindow({
    ...(state ?? { width: 1280, height: 800 }),
    minWidth: 800,
    minHeight: 500,
    show: false,
    title: 'Callscape',
    icon,
    backgroundColor: themeBackground(),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  if (state?.isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    const at = { ...window.getNormalBounds(), isMaximized: window.isMaximized() };
    try {
      writeWindowState(stateFile, at);
    } catch (error) {
      console.error('callscape: where the window was is not kept:', error);
    }
  });
  followNativeTheme(window);
  reloadAfterCrash(window);
  showPlace(window, place);
  return window;
}

/** Loads the app at a place, or moves the app that is shown there. */
export function showPlace(window: BrowserWindow, place: string): void {
  window.loadURL(`${appOrigin}/${place === '' ? '' : `#${place}`}`).catch((error) => {
    console.error('callscape: the page could not be loaded:', error);
  });
}

function usableState(file: string): WindowState | null {
  const state = readWindowState(file);
  const displays = screen.getAllDisplays().map((display) => display.workArea);
  return state !== null && isOnScreen(state, displays) ? state : null;
}

function themeBackground(): string {
  return nativeTheme.shouldUseDarkColors ? background.dark : background.light;
}

function followNativeTheme(window: BrowserWindow): void {
  const update = () => window.setBackgroundColor(themeBackground());
  nativeTheme.on('updated', update);
  window.once('closed', () => nativeTheme.off('updated', update));
}

/** A page that crashed is loaded again: the engine has everything, so nothing is lost. */
function reloadAfterCrash(window: BrowserWindow): void {
  const limit = new CrashLimit();
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || !limit.mayTry) return;
    limit.crashed();
    window.webContents.reload();
  });
}
