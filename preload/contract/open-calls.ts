import { ContractError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import type { ServerMessage } from './messages.ts';

/** Where calls and subscriptions of one connection report to. */
export interface Sink {
  /** Returns the bytes sent; throws when the message cannot be sent. */
  send(message: ServerMessage): number;
  fail(id: number, error: unknown, where: string): void;
  close(reason: string): void;
}

/** More at once than any window needs; a client that leaks calls hears of it before the engine runs out of memory. */
const maxOpenCalls = 4096;

/** The calls of one connection that have not been answered yet. */
export class OpenCalls implements Disposable {
  readonly #sink: Sink;
  readonly #open = new Map<number, AbortController>();

  constructor(sink: Sink) {
    this.#sink = sink;
  }

  /** Runs a call with a signal of its own and answers with its outcome, unless it was cancelled meanwhile. */
  start(id: number, where: string, run: (signal: AbortSignal) => Promise<unknown>): void {
    if (this.#open.has(id)) {
      this.#sink.close(`The window used call ${id} twice.`);
      return;
    }
    if (this.#open.size >= maxOpenCalls) {
      throw new ContractError('refused', `More than ${maxOpenCalls} calls are open on this connection.`);
    }
    const controller = new AbortController();
    this.#open.set(id, controller);
    void this.#answer(id, where, run, controller);
  }

  async #answer(
    id: number,
    where: string,
    run: (signal: AbortSignal) => Promise<unknown>,
    controller: AbortController,
  ): Promise<void> {
    try {
      const value = await run(controller.signal);
      if (this.#open.delete(id)) this.#sink.send({ t: 'result', id, value });
    } catch (error) {
      // A call that was cancelled is gone from the table by now, and nobody waits for its error.
      this.#open.delete(id);
      if (!controller.signal.aborted) this.#sink.fail(id, error, where);
    }
  }

  /** An unknown id is a call that was answered while the cancellation was on its way. */
  cancel(id: number): void {
    const controller = this.#open.get(id);
    this.#open.delete(id);
    controller?.abort();
  }

  dispose(): void {
    for (const id of [...this.#open.keys()]) this.cancel(id);
  }
}
