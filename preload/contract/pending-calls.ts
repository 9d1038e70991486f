import { FrameTooLargeError } from './codec.ts';
import { ContractError } from './errors.ts';
import type { ClientMessage } from './messages.ts';

/** What calls and subscriptions of a client need of its connection. */
export interface Connection {
  /** Unique on the connection, for calls and subscriptions together. */
  nextId(): number;
  /** Throws when the message cannot be sent. */
  send(message: ClientMessage): void;
  /** A sentence; `null` while it is open. */
  closedBecause(): string | null;
}

interface Pending {
  readonly settled: () => void;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: ContractError) => void;
}

/** The calls of a client that have no answer yet. */
export class PendingCalls {
  readonly #connection: Connection;
  readonly #pending = new Map<number, Pending>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Rejects with a ContractError only: the engine's, `cancelled`, `closed`, or `refused` for a request too large to send. */
  call(service: string, method: string, request: unknown, signal?: AbortSignal): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const closedBecause = this.#connection.closedBecause();
      if (closedBecause !== null) return reject(new ContractError('closed', closedBecause));
      if (signal?.aborted) return reject(cancelled(service, method));

      const id = this.#connection.nextId();
      const abort = (): void => {
        if (!this.#pending.has(id)) return;
        this.reject(id, cancelled(service, method));
        this.#connection.send({ t: 'cancel', id });
      };
      const settled = () => signal?.removeEventListener('abort', abort);
      this.#pending.set(id, { resolve, reject, settled });
      signal?.addEventListener('abort', abort, { once: true });
      try {
        this.#connection.send({ t: 'call', id, service, method, request });
      } catch (error) {
        this.reject(id, unsendable(error, `${service}.${method}`));
      }
    });
  }

  /** An unknown id is a call that was cancelled while its answer was on the way. */
  resolve(id: number, value: unknown): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settled();
    pending?.resolve(value);
  }

  reject(id: number, error: ContractError): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.settled();
    pending?.reject(error);
  }

  close(reason: string): void {
    for (const id of [...this.#pending.keys()]) this.reject(id, new ContractError('closed', reason));
  }
}

function cancelled(service: string, method: string): ContractError {
  return new ContractError('cancelled', `${service}.${method} was cancelled.`);
}

function unsendable(error: unknown, where: string): ContractError {
  if (error instanceof FrameTooLargeError) {
    return new ContractError('refused', `What ${where} should send is too large: ${error.message}.`);
  }
  return new ContractError('invalid-request', `${where} was given something that cannot be sent: ${error}`);
}
