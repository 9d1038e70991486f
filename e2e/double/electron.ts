/**
 * The parts of Electron that the desktop host uses, and nothing more: what it asks for beyond these fails at once. Each part is
 * checked against Electron's own types, so the double cannot drift from them.
 */
import { app } from './app.ts';
import { listenToTest } from './control.ts';
import { ipcMain } from './ipc.ts';
import { dialog, Menu, nativeTheme, screen, shell } from './native.ts';
import { MessageChannelMain } from './ports.ts';
import { protocol, session } from './session.ts';
import { utilityProcess } from './utility-process.ts';
import { BrowserWindow } from './window.ts';

listenToTest();

export {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
};
