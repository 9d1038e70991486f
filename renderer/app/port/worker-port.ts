import type { MessagePortLike } from '#contract/transports/message-port';
import { memoryOf, type PortNews, type PortOrder } from './messages.ts';

type Listener = (event: { readonly data: unknown }) => void;

/** A worker, as far as it is used. */
export type PortWorker = Pick<Worker, 'terminate'> & {
  postMessage(order: PortOrder, transfer: readonly Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: PortNews }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
};

const startWorker = (): PortWorker =>
  new Worker(new URL('./port-worker.ts', import.meta.url), { type: 'module' });

/**
 * A message port whose bytes never touch the page's main thread: a worker receives them and hands over the memory. Read by the page
 * itself a large answer costs 1.5 ms a MB, in one task. Where no worker starts the port is read here after all.
 */
export class WorkerPort implements MessagePortLike {
  readonly #port: MessagePort;
  readonly #worker: PortWorker;
  readonly #listeners = new Map<string, Listener[]>();
  /** Said before it is known who reads the port. */
  #waiting: (() => void)[] | null = [];
  #isHere = false;

  constructor(port: MessagePort, start = startWorker) {
    this.#port = port;
    this.#worker = start();
    this.#worker.addEventListener('message', ({ data: news }) => this.#hear(news));
    this.#worker.addEventListener('error', () => this.#readHere());
  }

  start(): void {
    // The worker starts it.
  }

  postMessage(message: unknown): void {
    this.#do(() => {
      if (this.#isHere) this.#port.postMessage(message);
      else this.#worker.postMessage({ post: message }, memoryOf(message));
    });
  }

  close(): void {
    this.#do(() => {
      if (this.#isHere) this.#port.close();
      else this.#worker.postMessage({ close: true }, []);
    });
  }

  addEventListener(type: string, listener: Listener | (() => void)): void {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  }

  #hear(news: PortNews): void {
    if ('data' in news) this.#tell('message', news.data);
    else if ('gone' in news) this.#tell('close', null);
    else {
      this.#worker.postMessage({ take: this.#port }, [this.#port]);
      this.#begin();
    }
  }

  #readHere(): void {
    if (this.#waiting === null) return;
    this.#isHere = true;
    this.#worker.terminate();
    this.#port.addEventListener('message', ({ data }) => this.#tell('message', data));
    this.#port.addEventListener('close', () => this.#tell('close', null));
    this.#port.start();
    this.#begin();
  }

  #begin(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const act of waiting) act();
  }

  #do(act: () => void): void {
    if (this.#waiting === null) act();
    else this.#waiting.push(act);
  }

  #tell(type: string, data: unknown): void {
    for (const listener of this.#listeners.get(type) ?? []) listener({ data });
  }
}
