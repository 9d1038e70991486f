import type { DroppedFile } from './host.ts';
import type { Disposable } from './lifecycle.ts';

/**
 * What the desktop puts into its window as `window.callscape`: the few native abilities, and a way to ask for a port to the
 * engine. A port cannot pass through the bridge as a value; it arrives as a `BridgeMessage` posted to the window.
 */
export interface DesktopBridge {
  readonly pickFolder: () => Promise<string | null>;
  readonly pickFile: (kind: 'baseline' | 'recording') => Promise<string | null>;
  readonly pickSaveFile: (suggestedName: string) => Promise<string | null>;
  readonly onMenuCommand: (listener: (command: string) => void) => Disposable;
  /** What native parts of the window (title bar, dialogs) should look like. */
  readonly showTheme: (theme: DesktopTheme) => void;
  /** Where a file lies that was dropped on the window. */
  readonly pathOf: (file: DroppedFile) => string;
  /** The recording that the system asked to open, once; `null`: none. Whether there is one again is told to the listener. */
  readonly takeRecording: () => Promise<string | null>;
  readonly onRecordingWaiting: (listener: () => void) => Disposable;
  /** Resolves to `null` when a port is on its way, else to a sentence saying why there is none. */
  readonly requestPort: (request: string) => Promise<string | null>;
}

export type DesktopTheme = 'system' | 'light' | 'dark';

/**
 * The data of the messages that the bridge posts to the window. A port comes with the first, and answers that request; the
 * second says that the engine died, which a port of the web does not notice by itself.
 */
export type BridgeMessage =
  | { readonly type: 'callscape.port'; readonly request: string }
  | { readonly type: 'callscape.engine-gone' };

/** The channels between the bridge and the main process; nothing else is sent or listened to. */
export const desktopChannels = {
  pickFolder: 'callscape.pick-folder',
  pickFile: 'callscape.pick-file',
  pickSaveFile: 'callscape.pick-save-file',
  showTheme: 'callscape.show-theme',
  takeRecording: 'callscape.take-recording',
  recordingWaiting: 'callscape.recording-waiting',
  requestPort: 'callscape.request-port',
  port: 'callscape.port',
  engineGone: 'callscape.engine-gone',
  menuCommand: 'callscape.menu-command',
} as const;
