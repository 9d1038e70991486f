import type { ContractError } from './errors.ts';
import type { Disposable } from './lifecycle.ts';
import type { Connection } from './pending-calls.ts';

/** Handled event bytes are reported in portions of this size, far below what the engine lets pile up. */
const reportBytes = 1024 * 1024;

interface Subscription {
  readonly where: string;
  readonly listener: (value: unknown) => void;
}

/** The event subscriptions of a client. */
export class Subscriptions {
  readonly #connection: Connection;
  readonly #onProblem: (error: unknown, where: string) => void;
  readonly #open = new Map<number, Subscription>();
  #unreportedBytes = 0;

  constructor(connection: Connection, onProblem: (error: unknown, where: string) => void = throwGlobally) {
    this.#connection = connection;
    this.#onProblem = onProblem;
  }

  /** On a closed connection it never fires; the client's `onClose` has said why. */
  subscribe(service: string, event: string, filter: unknown, listener: (value: unknown) => void): Disposable {
    if (this.#connection.closedBecause() !== null) return { dispose() {} };
    const id = this.#connection.nextId();
    this.#connection.send({ t: 'subscribe', id, service, event, filter });
    this.#open.set(id, { where: `${service}.${event}`, listener });
    return {
      dispose: () => {
        if (this.#open.delete(id)) this.#connection.send({ t: 'unsubscribe', id });
      },
    };
  }

  /** An unknown id is a subscription that was disposed of while the event was on its way. */
  fire(id: number, value: unknown, frameBytes: number): void {
    const subscription = this.#open.get(id);
    try {
      subscription?.listener(value);
    } catch (error) {
      this.#onProblem(error, subscription?.where ?? 'an event');
    }
    this.#unreportedBytes += frameBytes;
    if (this.#unreportedBytes < reportBytes) return;
    this.#connection.send({ t: 'handled', bytes: this.#unreportedBytes });
    this.#unreportedBytes = 0;
  }

  /** The engine ended the subscription, or never began it. */
  fail(id: number, error: ContractError): void {
    const subscription = this.#open.get(id);
    if (!subscription) return;
    this.#open.delete(id);
    this.#onProblem(error, subscription.where);
  }

  close(): void {
    this.#open.clear();
  }
}

/** A listener's defect belongs to the window's own error handling, not to the connection. */
function throwGlobally(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
