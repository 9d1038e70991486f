import type { WebSocketLike } from '#contract/transports/websocket';
import type { SocketNews, SocketOrder } from './messages.ts';

type Listener = (event: { readonly data: unknown; readonly code: number; readonly reason: string }) => void;
const abnormal = 1006;

/**
 * A WebSocket whose bytes never touch the page's main thread: a worker receives them and hands over the memory. A large answer
 * costs some 20 ms of copying in Chromium, which would be a dropped frame while a person pans.
 */
export class WorkerSocket implements WebSocketLike {
  binaryType = 'arraybuffer';
  /** What waits in the worker is not known here; requests are small. */
  readonly bufferedAmount = 0;
  #readyState: number = WebSocket.CONNECTING;
  readonly #worker: Worker;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(url: string, protocols: readonly string[]) {
    this.#worker = new Worker(new URL('./socket-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<SocketNews>) => this.#hear(data));
    this.#worker.addEventListener('error', () => this.#closed(abnormal, ''));
    this.#order({ open: { url, protocols } });
  }

  get readyState(): number {
    return this.#readyState;
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#worker.postMessage(frame);
  }

  close(code?: number, reason?: string): void {
    this.#readyState = WebSocket.CLOSING;
    this.#order({ close: { code, reason } });
  }

  addEventListener(type: string, listener: Listener | (() => void)): void {
    const listeners = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, [...listeners, listener]);
  }

  #order(order: SocketOrder): void {
    this.#worker.postMessage(order);
  }

  #hear(news: SocketNews): void {
    if ('closed' in news) this.#closed(news.closed.code, news.closed.reason);
    else if ('data' in news) this.#tell('message', { data: news.data, code: 0, reason: '' });
    else {
      this.#readyState = WebSocket.OPEN;
      this.#tell('open', { data: null, code: 0, reason: '' });
    }
  }

  #closed(code: number, reason: string): void {
    if (this.#readyState === WebSocket.CLOSED) return;
    this.#readyState = WebSocket.CLOSED;
    this.#worker.terminate();
    this.#tell('close', { data: null, code, reason });
  }

  #tell(type: string, event: Parameters<Listener>[0]): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }
}
