/** Loaded with `node --import` into a utility process: gives it `process.parentPort`. */
import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import type { FromChild, ToChild } from './utility-process.ts';

function tell(message: FromChild): void {
  process.send?.(message);
}

/** A port whose other end is in another process. */
class RemotePort
  extends EventEmitter
  implements Pick<Electron.MessagePortMain, 'postMessage' | 'start' | 'close'>
{
  readonly #id: number;
  readonly #waiting: unknown[] = [];
  #isStarted = false;

  constructor(id: number) {
    super();
    this.#id = id;
  }

  deliver(data: unknown): void {
    if (this.#isStarted) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  postMessage(message: unknown): void {
    tell({ t: 'port', id: this.#id, data: message });
  }

  start(): void {
    this.#isStarted = true;
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
  }

  close(): void {
    if (!ports.delete(this.#id)) return;
    tell({ t: 'port-closed', id: this.#id });
    this.emit('close');
  }
}

class ParentPort extends EventEmitter implements Pick<Electron.ParentPort, 'postMessage'> {
  postMessage(message: unknown): void {
    tell({ t: 'message', data: message });
  }
}

const ports = new Map<number, RemotePort>();
const parentPort = new ParentPort();
const waiting: object[] = [];

parentPort.on('newListener', (event) => {
  if (event === 'message') queueMicrotask(() => flush());
});

function flush(): void {
  for (const event of waiting.splice(0)) parentPort.emit('message', event);
}

process.on('message', (message: ToChild) => {
  if (message.t === 'port') {
    ports.get(message.id)?.deliver(message.data);
  } else if (message.t === 'port-closed') {
    const port = ports.get(message.id);
    ports.delete(message.id);
    port?.emit('close');
  } else {
    const received = message.ports.map((id) => new RemotePort(id));
    for (const [i, port] of received.entries()) ports.set(message.ports[i] as number, port);
    waiting.push({ data: message.data, ports: received });
    if (parentPort.listenerCount('message') > 0) flush();
  }
});
// The main process is gone; Electron ends its utility processes then.
process.on('disconnect', () => process.exit(1));

Object.defineProperty(process, 'parentPort', { value: parentPort });
