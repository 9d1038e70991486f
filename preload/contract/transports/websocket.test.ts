import { expect, it } from 'vitest';
import { type WebSocketLike, webSocketChannel } from './websocket.ts';

/** Refuses the close codes that the WebSocket of a browser refuses. */
class BrowserSocket implements WebSocketLike {
  binaryType = '';
  readonly readyState = 1;
  bufferedAmount = 0;
  readonly closes: number[] = [];
  readonly #heard = new Map<string, (event: never) => void>();

  addEventListener(type: string, listener: (event: never) => void): void {
    this.#heard.set(type, listener);
  }
  receive(data: unknown): void {
    this.#heard.get('message')?.({ data } as never);
  }
  send(): void {}
  close(code = 1000): void {
    if (code !== 1000 && (code < 3000 || code > 4999)) throw new Error(`InvalidAccessError: ${code}`);
    this.closes.push(code);
  }
}

it('a socket is closed with codes that a browser lets a page use', () => {
  const [text, slow, done] = [new BrowserSocket(), new BrowserSocket(), new BrowserSocket()];
  const reasons: string[] = [];
  webSocketChannel(text).onClose((reason) => reasons.push(reason));
  text.receive('no frame but text');
  const full = webSocketChannel(slow, { maxBufferedBytes: 10 });
  slow.bufferedAmount = 11;
  full.send(new Uint8Array(1));
  webSocketChannel(done).dispose();
  expect([text.closes, slow.closes, done.closes]).toEqual([[4001], [4000], [1000]]);
  expect(reasons).toEqual(['Something that is no frame arrived.']);
});
