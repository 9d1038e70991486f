import type { Disposable } from './lifecycle.ts';

/**
 * A two-way stream of whole frames; all that a transport is. Frames arrive in order, unchanged, or the channel closes.
 * Nothing is delivered before the first `onFrame` listener is there.
 */
export interface Channel extends Disposable {
  /** Largest frame the transport carries, in bytes; the codec refuses larger ones before they are sent. */
  readonly maxFrameBytes: number;
  /** After `dispose` or close it does nothing: callers learn of the close through `onClose`. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  onFrame(listener: (frame: Uint8Array<ArrayBuffer>) => void): Disposable;
  /** Called once, also when it is closed already; `reason` is a sentence. */
  onClose(listener: (reason: string) => void): Disposable;
}
