import type { Disposable } from '../lifecycle.ts';

export type Frame = Uint8Array<ArrayBuffer>;

/**
 * What all transports share: frames wait for the first listener, the close is told once and stays known. Listeners are
 * never called from inside the call that registered them.
 */
export class ChannelCore {
  readonly #frameListeners = new Set<(frame: Frame) => void>();
  readonly #closeListeners = new Set<(reason: string) => void>();
  /** `null` once the first listener has been served. */
  #waiting: Frame[] | null = [];
  #closedBecause: string | null = null;
  #closeTold = false;

  get isClosed(): boolean {
    return this.#closedBecause !== null;
  }

  /** A frame from the other end. After the close it is dropped. */
  receive(frame: Frame): void {
    if (this.isClosed) return;
    if (this.#waiting !== null) this.#waiting.push(frame);
    else this.#deliver(frame);
  }

  /**
   * Returns whether this was the first close. Frames that wait for their first listener are still delivered before the
   * close is told, unless it was this end that closed.
   */
  close(reason: string, by: 'peer' | 'us'): boolean {
    if (this.isClosed) return false;
    this.#closedBecause = reason;
    if (by === 'us') this.#waiting = null;
    if (this.#waiting === null || this.#waiting.length === 0) this.#tellClose(reason);
    return true;
  }

  onFrame(listener: (frame: Frame) => void): Disposable {
    this.#frameListeners.add(listener);
    if (this.#waiting !== null) queueMicrotask(() => this.#flush());
    return { dispose: () => void this.#frameListeners.delete(listener) };
  }

  onClose(listener: (reason: string) => void): Disposable {
    this.#closeListeners.add(listener);
    if (this.#closeTold) {
      queueMicrotask(() => {
        if (this.#closeListeners.delete(listener)) listener(this.#closedBecause ?? '');
      });
    }
    return { dispose: () => void this.#closeListeners.delete(listener) };
  }

  #flush(): void {
    const waiting = this.#waiting;
    if (waiting === null) return;
    this.#waiting = null;
    for (const frame of waiting) this.#deliver(frame);
    if (this.#closedBecause !== null) this.#tellClose(this.#closedBecause);
  }

  #deliver(frame: Frame): void {
    for (const listener of [...this.#frameListeners]) listener(frame);
  }

  #tellClose(reason: string): void {
    if (this.#closeTold) return;
    this.#closeTold = true;
    const listeners = [...this.#closeListeners];
    this.#closeListeners.clear();
    this.#frameListeners.clear();
    for (const listener of listeners) listener(reason);
  }
}
