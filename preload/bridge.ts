/**
 * The preload script of the desktop window, bundled to one CommonJS file because it runs sandboxed. It exposes
 * `window.callscape` and relays the engine's port; it decides nothing, the main process checks every sender and argument.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type BridgeMessage, type DesktopBridge, desktopChannels } from './contract/desktop-bridge.ts';

const bridge: DesktopBridge = {
  pickFolder: () => ipcRenderer.invoke(desktopChannels.pickFolder),
  pickFile: (kind) => ipcRenderer.invoke(desktopChannels.pickFile, kind),
  pickSaveFile: (suggestedName) => ipcRenderer.invoke(desktopChannels.pickSaveFile, suggestedName),
  showTheme: (theme) => void ipcRenderer.invoke(desktopChannels.showTheme, theme),
  requestPort: (request) => ipcRenderer.invoke(desktopChannels.requestPort, request),
  pathOf: (file) => webUtils.getPathForFile(file as File),
  takeRecording: () => ipcRenderer.invoke(desktopChannels.takeRecording),
  onRecordingWaiting: (listener) => hear(desktopChannels.recordingWaiting, () => listener()),
  onMenuCommand: (listener) => hear(desktopChannels.menuCommand, (command) => listener(command as string)),
};

contextBridge.exposeInMainWorld('callscape', bridge);

/** The event itself stays on this side: it would hand the page a sender. */
function hear(channel: string, listener: (argument: unknown) => void): { dispose: () => void } {
  const heard = (_event: unknown, argument: unknown) => listener(argument);
  ipcRenderer.on(channel, heard);
  return { dispose: () => void ipcRenderer.off(channel, heard) };
}

function post(message: BridgeMessage, ports: readonly MessagePort[] = []): void {
  window.postMessage(message, window.location.origin, [...ports]);
}

ipcRenderer.on(desktopChannels.port, (event, request: string) => {
  post({ type: 'callscape.port', request }, event.ports);
});
ipcRenderer.on(desktopChannels.engineGone, () => post({ type: 'callscape.engine-gone' }));
