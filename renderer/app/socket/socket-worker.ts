import type { SocketNews, SocketOrder } from './messages.ts';

/** The global scope of a worker, as far as it is used. */
interface WorkerScope {
  postMessage(news: SocketNews, transfer: readonly ArrayBuffer[]): void;
  addEventListener(
    type: 'message',
    listener: (event: { readonly data: SocketOrder | Uint8Array<ArrayBuffer> }) => void,
  ): void;
}

const scope = globalThis as unknown as WorkerScope;
let socket: WebSocket | undefined;

scope.addEventListener('message', ({ data: order }) => {
  if (ArrayBuffer.isView(order)) socket?.send(order);
  else if ('open' in order) open(order.open.url, order.open.protocols);
  else socket?.close(order.close.code, order.close.reason);
});

function open(url: string, protocols: readonly string[]): void {
  socket = new WebSocket(url, [...protocols]);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => scope.postMessage({ opened: true }, []));
  socket.addEventListener('message', ({ data }) =>
    scope.postMessage({ data }, data instanceof ArrayBuffer ? [data] : []),
  );
  socket.addEventListener('close', ({ code, reason }) => scope.postMessage({ closed: { code, reason } }, []));
}
