import { ContractError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import type { Sink } from './open-calls.ts';

const maxOpenSubscriptions = 4096;
/** Event bytes a window may leave unhandled. Past it the connection is cut, and the window asks anew when it is back. */
const maxUnhandledBytes = 64 * 1024 * 1024;

/** The event subscriptions of one connection. Events leave in the order in which they were fired. */
export class OpenSubscriptions implements Disposable {
  readonly #sink: Sink;
  readonly #open = new Map<number, Disposable>();
  #unhandledBytes = 0;

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  start(id: number, where: string, subscribe: (listener: (value: unknown) => void) => Disposable): void {
    if (this.#open.has(id)) {
      this.#sink.close(`The window used subscription ${id} twice.`);
      return;
    }
    if (this.#open.size >= maxOpenSubscriptions) {
      throw new ContractError('refused', `More than ${maxOpenSubscriptions} subscriptions are open.`);
    }
    // Held before subscribing, because a source may fire at once.
    let source: Disposable | null = null;
    const entry = { dispose: () => source?.dispose() };
    this.#open.set(id, entry);
    try {
      source = subscribe((value) => {
        if (this.#open.get(id) === entry) this.#fire(id, where, value);
      });
    } catch (error) {
      this.#open.delete(id);
      throw error;
    }
    if (this.#open.get(id) !== entry) source.dispose();
  }

  #fire(id: number, where: string, value: unknown): void {
    try {
      this.#unhandledBytes += this.#sink.send({ t: 'event', id, value });
    } catch (error) {
      this.end(id);
      this.#sink.fail(id, error, where);
      return;
    }
    if (this.#unhandledBytes > maxUnhandledBytes) {
      this.#sink.close('The window did not keep up with what the engine had to tell.');
    }
  }

  /** The window has handled so many bytes of events. */
  handled(bytes: number): void {
    this.#unhandledBytes = Math.max(0, this.#unhandledBytes - bytes);
  }

  /** An unknown id is a subscription that ended while the message was on its way. */
  end(id: number): void {
    const entry = this.#open.get(id);
    this.#open.delete(id);
    entry?.dispose();
  }

  dispose(): void {
    for (const id of [...this.#open.keys()]) this.end(id);
  }
}
