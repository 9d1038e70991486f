import { subscribe } from 'node:diagnostics_channel';
import { types } from 'node:util';
import type { MessagePort, Worker } from 'node:worker_threads';
import { CHANNEL } from '../../format/index.ts';
import { disguises, replaceMethod } from '../disguise.ts';
import type { Messages } from '../record/messages.ts';
import { SafeWeakMap } from '../record/safe-map.ts';
import { ownValue, portsWithin } from './own-values.ts';
import { type PortNumbers, PortTable, WORKER_DATA } from './port-numbers.ts';

// Captured before the app can replace them.
const { apply, construct } = Reflect;
const { isArray } = Array;
const { getOwnPropertySymbols } = Object;

/** Node calls it with what has arrived at a port. */
const DISPATCH = Symbol.for('nodejs.internal.kHybridDispatch');
/** Of a port while Node calls the above: the ports that have arrived with the message. */
const ARRIVING = Symbol.for('nodejs.internal.kCurrentlyReceivingPorts');

type Threads = typeof import('node:worker_threads');

/**
 * Messages between the threads of a process. Both ends of a port count them, so that nothing of a message changes;
 * listeners run on behalf of who has sent it.
 */
export function followPorts(messages: Messages): void {
  const threads = process.getBuiltinModule('node:worker_threads') as Threads;
  const { MessagePort, isMainThread, parentPort, threadId } = threads;
  const table = new PortTable();
  const known = new SafeWeakMap<object, PortNumbers>();
  const { pid } = process;
  /** What the constructor of a worker has just sent to it on a port of its own. */
  let startingWith: unknown;
  let hasAdoptedWorkerData = isMainThread;

  if (parentPort && !isMainThread) known.set(parentPort, table.ofWorker(threadId, false));

  function numbersOf(port: object): PortNumbers | undefined {
    const found = known.get(port);
    if (found || hasAdoptedWorkerData) return found;
    hasAdoptedWorkerData = true;
    adopt(threadId, WORKER_DATA, portsWithin(threads.workerData));
    return known.get(port);
  }

  /** Ports that have come with a message, or with the data of the worker. */
  function adopt(channel: number, sequence: number, ports: readonly object[]): void {
    for (let i = 0; i < ports.length; i++) {
      const numbers = table.find(channel, sequence, i);
      if (numbers) known.set(ports[i] as object, numbers);
    }
  }

  function noteMoved(channel: number, sequence: number, ports: readonly object[]): void {
    for (let i = 0; i < ports.length; i++) {
      const numbers = numbersOf(ports[i] as object);
      if (numbers) table.note(channel, sequence, i, numbers);
    }
  }

  replaceMethod(
    MessagePort.prototype,
    'postMessage',
    (original) =>
      ({
        call(this: unknown, ...args: unknown[]): unknown {
          const numbers = types.isProxy(this) ? undefined : numbersOf(this as object);
          if (!numbers) startingWith = args[0];
          else if (args.length > 1) noteMoved(numbers.own, numbers.sent, transferred(args[1]));
          const result = apply(original, this, args);
          if (numbers) messages.sent(CHANNEL.PORT, pid, numbers.own, numbers.sent++);
          return result;
        },
      }).call,
  );

  replaceMethod(
    MessagePort.prototype,
    DISPATCH,
    (original) =>
      ({
        call(this: unknown, ...args: unknown[]): unknown {
          const numbers = numbersOf(this as object);
          // An event of the app's own has a third argument.
          const isArrival = args[2] === undefined && (args[1] === 'message' || args[1] === 'messageerror');
          if (!numbers || !isArrival) return apply(original, this, args);
          const sequence = numbers.received++;
          const arriving = (this as Record<symbol, unknown>)[ARRIVING];
          if (isArray(arriving)) adopt(numbers.other, sequence, arriving);
          const before = messages.received(CHANNEL.PORT, pid, numbers.other, sequence);
          try {
            return apply(original, this, args);
          } finally {
            messages.done(before);
          }
        },
      }).call,
  );

  replaceMethod(
    threads,
    'receiveMessageOnPort',
    (original) =>
      function receiveMessageOnPort(this: unknown, ...args: unknown[]): unknown {
        const result = apply(original, this, args);
        const numbers = result === undefined ? undefined : numbersOf(args[0] as object);
        if (numbers) numbers.received++;
        return result;
      },
  );

  replaceChannel(threads, (port1, port2) => {
    const [one, other] = table.newPair();
    known.set(port1, one);
    known.set(port2, other);
  });

  subscribe('worker_threads', (message) => {
    const { worker } = message as { worker: Worker };
    const data = startingWith;
    startingWith = undefined;
    const port = publicPortOf(worker);
    if (!port) return;
    const { threadId: started } = worker;
    known.set(port, table.ofWorker(started, true));
    noteMoved(started, WORKER_DATA, portsWithin(ownValue(data, 'workerData')));
    messages.sent(CHANNEL.THREAD, pid, started, 0);
  });

  if (!isMainThread) messages.received(CHANNEL.THREAD, pid, threadId, 0);

  /** The ports of a list of what is handed over, in its order. */
  function transferred(list: unknown): readonly object[] {
    const found = isArray(list) ? list : ownValue(list, 'transfer');
    if (!isArray(found) || types.isProxy(found)) return [];
    const ports: object[] = [];
    for (let i = 0; i < found.length; i++) {
      const entry = ownValue(found, String(i));
      if (typeof entry === 'object' && entry !== null && known.has(entry)) ports[ports.length] = entry;
    }
    return ports;
  }
}

/** The end of a worker's channel that stays with its parent. */
function publicPortOf(worker: object): MessagePort | undefined {
  const keys = getOwnPropertySymbols(worker);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as symbol;
    if (key.description === 'kPublicPort') return (worker as Record<symbol, unknown>)[key] as MessagePort;
  }
  return undefined;
}

/** Puts a constructor that tells of each new channel in the place of Node's, with the same prototype. */
function replaceChannel(threads: Threads, made: (port1: object, port2: object) => void): void {
  const Original = threads.MessageChannel;
  function MessageChannel(this: unknown, ...args: unknown[]): unknown {
    if (!new.target) return apply(Original as never, this, args);
    const channel = construct(Original, args, new.target === MessageChannel ? Original : new.target);
    made(channel.port1, channel.port2);
    return channel;
  }
  Object.defineProperty(MessageChannel, 'length', { value: Original.length, configurable: true });
  Object.defineProperty(MessageChannel, 'prototype', { value: Original.prototype, writable: false });
  Object.defineProperty(Original.prototype, 'constructor', { value: MessageChannel });
  disguises.set(MessageChannel, Original as never);
  for (const holder of [threads, globalThis]) {
    const own = Object.getOwnPropertyDescriptor(holder, 'MessageChannel');
    if (!own?.configurable) continue;
    const { enumerable = false } = own;
    Object.defineProperty(holder, 'MessageChannel', {
      value: MessageChannel,
      writable: true,
      configurable: true,
      enumerable,
    });
  }
}
