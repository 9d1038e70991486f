import { type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { desktopChannels } from '#contract/desktop-bridge';

/**
 * The application menu. What it does in the app is a command of the app, sent by its id, so that menu, palette and shortcut
 * are one thing; only the window's own business uses Electron's roles.
 *
 * @param currentWindow the window that gets the commands; `null` when there is none
 */
export function installMenu(currentWindow: () => BrowserWindow | null, isMac: boolean): void {
  const command = (label: string, id: string, accelerator?: string): MenuItemConstructorOptions => ({
    id,
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => currentWindow()?.webContents.send(desktopChannels.menuCommand, id),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };

  const file: MenuItemConstructorOptions = {
    label: 'File',
    submenu: [
      command('Open Folder\u2026', 'project.open', 'CmdOrCtrl+O'),
      separator,
      command('Export Baseline\u2026', 'run.export-baseline', 'CmdOrCtrl+E'),
      command('Settings', 'view.settings', 'CmdOrCtrl+,'),
      separator,
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
  const run: MenuItemConstructorOptions = {
    label: 'Run',
    submenu: [
      command('Start', 'run.start', 'F5'),
      command('Stop', 'run.stop', 'Shift+F5'),
      command('Run Again', 'run.again', 'CmdOrCtrl+Shift+F5'),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      command('Command Palette\u2026', 'palette.commands', 'CmdOrCtrl+Shift+P'),
      separator,
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' } as const] : []),
      file,
      { role: 'editMenu' },
      run,
      view,
      { role: 'windowMenu' },
    ]),
  );
}
