import { afterEach, describe, expect, it, vi } from 'vitest';
import { memoryOf, type PortNews, type PortOrder } from './messages.ts';
import { type PortWorker, WorkerPort } from './worker-port.ts';

/** A worker that does nothing but write down what it is told. */
function pretendedWorker() {
  const orders: PortOrder[] = [];
  const heard = new Map<string, (event: { readonly data: PortNews }) => void>();
  const worker: PortWorker = {
    postMessage: (order) => void orders.push(order),
    addEventListener: (type: string, listener: never) => void heard.set(type, listener),
    terminate: vi.fn(),
  };
  const say = (news: PortNews) => heard.get('message')?.({ data: news });
  return { worker, orders, say, fail: () => heard.get('error')?.({ data: { ready: true } }) };
}

describe('a port that a worker reads', () => {
  const { port1, port2 } = new MessageChannel();
  afterEach(() => vi.restoreAllMocks());

  it('is handed over once the worker runs; what was said before follows', () => {
    const { worker, orders, say } = pretendedWorker();
    const port = new WorkerPort(port1, () => worker);
    const heard: unknown[] = [];
    port.addEventListener('message', ({ data }: { data: unknown }) => heard.push(data));
    port.addEventListener('close', () => heard.push('closed'));
    port.postMessage('first');
    expect(orders).toEqual([]);
    say({ ready: true });
    expect(orders).toEqual([{ take: port1 }, { post: 'first' }]);
    say({ data: 'answer' });
    port.close();
    say({ gone: true });
    expect(orders.at(-1)).toEqual({ close: true });
    expect(heard).toEqual(['answer', 'closed']);
  });

  it('is read by the page where no worker starts', async () => {
    const { worker, orders, fail } = pretendedWorker();
    const port = new WorkerPort(port1, () => worker);
    const answered = new Promise((resolve) =>
      port.addEventListener('message', ({ data }: { data: unknown }) => resolve(data)),
    );
    port2.addEventListener('message', ({ data }) => port2.postMessage(`${data} answered`));
    port2.start();
    port.postMessage('question');
    fail();
    expect(await answered).toBe('question answered');
    expect(orders).toEqual([]);
    expect(worker.terminate).toHaveBeenCalledOnce();
    port.close();
  });

  it('hands over memory that holds one message, and copies a part of a larger one', () => {
    const whole = Uint8Array.of(1, 2, 3);
    expect(memoryOf(whole)).toEqual([whole.buffer]);
    expect(memoryOf(whole.buffer)).toEqual([whole.buffer]);
    expect(memoryOf(whole.subarray(1))).toEqual([]);
    expect(memoryOf(null)).toEqual([]);
  });
});
