/**
 * The preload script of the desktop window, bundled to one CommonJS file because it runs sandboxed. It exposes
 * `window.callscape` and relays the engine's port; it decides nothing, the main process checks every sender and argument.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { type BridgeMessage, type DesktopBridge, desktopChannels } from './contract/desktop-bridge.ts';

const bridge: DesktopBridge = {
  pickFolder: () => ipcRenderer.invoke(desktopChannels.pickFolder),
  pickFile: (kind) => ipcRenderer.invoke(desktopChannels.pickFile, kind),
  pickSaveFile: (suggestedName) => ipcRenderer.invoke(desktopChannels.pickSaveFile, suggestedName),
  showTheme: (theme) => void ipcRenderer.invoke(desktopChannels.showTheme, theme),
  requestPort: (request) => ipcRenderer.invoke(desktopChannels.requestPort, request),
  onMenuCommand: (listener) => {
    // The event itself stays on this side: it would hand the page a sender.
    const heard = (_event: unknown, command: string) => listener(command);
    ipcRenderer.on(desktopChannels.menuCommand, heard);
    return { dispose: () => void ipcRenderer.off(desktopChannels.menuCommand, heard) };
  },
};

contextBridge.exposeInMainWorld('callscape', bridge);

function post(message: BridgeMessage, ports: readonly MessagePort[] = []): void {
  window.postMessage(message, window.location.origin, [...ports]);
}

ipcRenderer.on(desktopChannels.port, (event, request: string) => {
  post({ type: 'callscape.port', request }, event.ports);
});
ipcRenderer.on(desktopChannels.engineGone, () => post({ type: 'callscape.engine-gone' }));
