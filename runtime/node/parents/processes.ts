import { subscribe } from 'node:diagnostics_channel';
import { isMainThread } from 'node:worker_threads';
import { CHANNEL } from '../../format/index.ts';
import { replaceMethod } from '../disguise.ts';
import type { Messages } from '../record/messages.ts';
import { SafeWeakMap } from '../record/safe-map.ts';
import { ownValue } from './own-values.ts';

// Captured before the app can replace it.
const { apply } = Reflect;
const { startsWith } = String.prototype;

/** How often something has happened. */
interface Count {
  next: number;
}

interface Child {
  readonly pid?: number;
  readonly send?: unknown;
}

/**
 * Child processes, and messages between them and their parents. `isStarted`: another traced process may have started
 * this one.
 */
export function followProcesses(messages: Messages, isStarted: boolean): void {
  const { pid } = process;
  if (isMainThread && typeof process.send === 'function') {
    countSends(process, messages, CHANNEL.FROM_CHILD, pid);
    countMessages(process, messages, CHANNEL.TO_CHILD, () => pid);
  }
  let isFollowing = false;
  // Nothing of `child_process` is loaded for an app that does not use it.
  subscribe('child_process', (message) => {
    if (isFollowing) return;
    isFollowing = true;
    followChildren((message as { process: object }).process, messages);
  });
  if (isMainThread && isStarted) messages.received(CHANNEL.PROCESS, pid, 0, 0);
}

/** Told when a file that may start processes is loaded: those that are waited for are known by nothing else. */
export function followSyncProcesses(messages: Messages): void {
  const { pid } = process;
  const module = process.getBuiltinModule('node:child_process');
  let started = 0;
  for (const name of ['spawnSync', 'execSync', 'execFileSync']) {
    replaceMethod(
      module,
      name,
      (original) =>
        function startSync(this: unknown, ...args: unknown[]): unknown {
          messages.sent(CHANNEL.SYNC_PROCESS, pid, 0, started++);
          return apply(original, this, args);
        },
    );
  }
}

/** Wraps the methods of the class of the first child. */
function followChildren(first: object, messages: Messages): void {
  let prototype = first;
  while (!Object.hasOwn(prototype, 'spawn')) {
    const next = Object.getPrototypeOf(prototype) as object | null;
    if (!next) return;
    prototype = next;
  }
  replaceMethod(
    prototype,
    'spawn',
    (original) =>
      function spawn(this: unknown, ...args: unknown[]): unknown {
        const result = apply(original, this, args);
        const { pid, send } = this as Child;
        if (pid !== undefined) messages.sent(CHANNEL.PROCESS, pid, 0, 0);
        if (pid !== undefined && typeof send === 'function')
          countSends(this as object, messages, CHANNEL.TO_CHILD, pid);
        return result;
      },
  );
  countMessages(prototype, messages, CHANNEL.FROM_CHILD, (child) => (child as Child).pid);
}

/** Counts what a process or the handle of a child sends. */
function countSends(end: object, messages: Messages, kind: number, pid: number): void {
  let next = 0;
  replaceMethod(
    end,
    'send',
    (original) =>
      function send(this: unknown, ...args: unknown[]): unknown {
        const leaves = (end as { connected?: boolean }).connected === true && !isInternal(args[0]);
        const result = apply(original, this, args);
        if (leaves) messages.sent(kind, pid, 0, next++);
        return result;
      },
  );
}

/** Lets the listeners of messages run on behalf of who has sent them. */
function countMessages(
  emitter: object,
  messages: Messages,
  kind: number,
  pidOf: (emitter: object) => number | undefined,
): void {
  const counts = new SafeWeakMap<object, Count>();
  replaceMethod(
    emitter,
    'emit',
    (original) =>
      function emit(this: unknown, ...args: unknown[]): unknown {
        const pid = args[0] === 'message' ? pidOf(this as object) : undefined;
        if (pid === undefined) return apply(original, this, args);
        const count = counts.get(this as object) ?? { next: 0 };
        counts.set(this as object, count);
        const before = messages.received(kind, pid, 0, count.next++);
        try {
          return apply(original, this, args);
        } finally {
          messages.done(before);
        }
      },
  );
}

/** Node's own messages, such as those of `cluster`, reach no listener of the app. */
function isInternal(message: unknown): boolean {
  const command = ownValue(message, 'cmd');
  return typeof command === 'string' && command.length > 5 && apply(startsWith, command, ['NODE_']) === true;
}
