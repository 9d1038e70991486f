/**
 * The preload script of the desktop window, bundled to one CommonJS file because it runs sandboxed. It exposes
 * `window.callscape` and relays the engine's port; it decides nothing, the main process checks every sender and argument.
 */
import { contextBridge, ipcRenderer } from 'electron';
import { type DesktopBridge, desktopChannels, type PortDelivery } from './contract/desktop-bridge.ts';

const bridge: DesktopBridge = {
  pickFolder: () => ipcRenderer.invoke(desktopChannels.pickFolder),
  pickFile: (kind) => ipcRenderer.invoke(desktopChannels.pickFile, kind),
  pickSaveFile: (suggestedName) => ipcRenderer.invoke(desktopChannels.pickSaveFile, suggestedName),
  showTheme: (theme) => ipcRenderer.send(desktopChannels.showTheme, theme),
  requestPort: (request) => ipcRenderer.invoke(desktopChannels.requestPort, request),
  onMenuCommand: (listener) => {
    // The event itself stays on this side: it would hand the page a sender.
    const heard = (_event: unknown, command: string) => listener(command);
    ipcRenderer.on(desktopChannels.menuCommand, heard);
    return { dispose: () => void ipcRenderer.off(desktopChannels.menuCommand, heard) };
  },
};

contextBridge.exposeInMainWorld('callscape', bridge);

ipcRenderer.on(desktopChannels.port, (event, request: string) => {
  const delivery: PortDelivery = { type: 'callscape.port', request };
  window.postMessage(delivery, window.location.origin, [...event.ports]);
});
