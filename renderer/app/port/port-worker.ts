import { memoryOf, type PortNews, type PortOrder } from './messages.ts';

/** The global scope of a worker, as far as it is used. */
interface WorkerScope {
  postMessage(news: PortNews, transfer: readonly Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { readonly data: PortOrder }) => void): void;
  close(): void;
}

const scope = globalThis as unknown as WorkerScope;
let port: MessagePort | undefined;

scope.addEventListener('message', ({ data: order }) => {
  if ('take' in order) take(order.take);
  else if ('post' in order) port?.postMessage(order.post, memoryOf(order.post));
  else end();
});
scope.postMessage({ ready: true }, []);

function take(taken: MessagePort): void {
  port = taken;
  port.addEventListener('message', ({ data }) => scope.postMessage({ data }, memoryOf(data)));
  port.addEventListener('close', () => {
    scope.postMessage({ gone: true }, []);
    end();
  });
  port.start();
}

function end(): void {
  port?.close();
  scope.close();
}
