import type { Channel } from './channel.ts';
import type { Disposable } from './lifecycle.ts';

/** A file as the window's drag and drop has it: a `File` of the web. */
export interface DroppedFile {
  readonly name: string;
}

/** Where the engine finds a file that was given to the window. */
export interface ReceivedFile {
  readonly file: string;
  /** The folder in which the person keeps it; `null`: it was sent from elsewhere. */
  readonly folder: string | null;
}

/**
 * What a window may ask of the host it runs in, beyond the services. The desktop has native dialogs and a menu; the
 * browser host sends files to and from the engine, and leaves out what only a desktop has: the window shows its own then.
 */
export interface HostAbilities {
  readonly name: 'desktop' | 'browser';
  /** Absolute path, or `null` when the person cancelled. */
  readonly pickFolder?: () => Promise<string | null>;
  /** For a baseline or a recording to open: a path that the engine can read, or `null` when the person cancelled. */
  readonly pickFile: (kind: 'baseline' | 'recording') => Promise<string | null>;
  /** A path that the engine can write to, or `null` when the person cancelled. */
  readonly pickSaveFile: (suggestedName: string) => Promise<string | null>;
  /** Hands what was written to a path of `pickSaveFile` to the person, where it is not where they chose yet. */
  readonly deliver?: (file: string) => void;
  /** Takes a file that was dropped on the window to where the engine can read it. */
  readonly receiveFile: (file: DroppedFile) => Promise<ReceivedFile>;
  /** Told of recordings that the system asks to open, one that waits already among them. */
  readonly onOpenRecording?: (listener: (received: ReceivedFile) => void) => Disposable;
  /** A command id chosen in the native menu. */
  readonly onMenuCommand?: (listener: (command: string) => void) => Disposable;
}

/** What a composition root hands to the app: a way to the engine and the abilities of its host. */
export interface Host {
  readonly abilities: HostAbilities;
  /** Opens a new channel; called again after a close to reconnect. */
  connect(): Promise<Channel>;
}
