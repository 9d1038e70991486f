import type { Disposable } from './lifecycle.ts';

/**
 * What the desktop puts into its window as `window.callscape`: the few native abilities, and a way to ask for a port to the
 * engine. A port cannot pass through the bridge as a value; it arrives as a `PortDelivery` posted to the window.
 */
export interface DesktopBridge {
  readonly pickFolder: () => Promise<string | null>;
  readonly pickFile: (kind: 'baseline' | 'recording') => Promise<string | null>;
  readonly pickSaveFile: (suggestedName: string) => Promise<string | null>;
  readonly onMenuCommand: (listener: (command: string) => void) => Disposable;
  /** What native parts of the window (title bar, dialogs) should look like. */
  readonly showTheme: (theme: DesktopTheme) => void;
  /** Resolves to `null` when a port is on its way, else to a sentence saying why there is none. */
  readonly requestPort: (request: string) => Promise<string | null>;
}

export type DesktopTheme = 'system' | 'light' | 'dark';

/** The data of the message with which a port arrives; `request` is the one it answers. */
export interface PortDelivery {
  readonly type: 'callscape.port';
  readonly request: string;
}

/** The channels between the bridge and the main process; nothing else is sent or listened to. */
export const desktopChannels = {
  pickFolder: 'callscape.pick-folder',
  pickFile: 'callscape.pick-file',
  pickSaveFile: 'callscape.pick-save-file',
  showTheme: 'callscape.show-theme',
  requestPort: 'callscape.request-port',
  port: 'callscape.port',
  menuCommand: 'callscape.menu-command',
} as const;
