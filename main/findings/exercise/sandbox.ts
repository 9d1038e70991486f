import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Program } from './programs.ts';
import type { Message, Order } from './protocol.ts';

/** What exercised code may take. */
export interface Limits {
  /** One call, and what stands before the first. */
  readonly callMs: number;
  readonly loadMs: number;
  /** The child's whole memory, bytes. */
  readonly memory: number;
}

export const defaultLimits: Limits = { callMs: 1000, loadMs: 10_000, memory: 512 * 2 ** 20 };

/** Why a child ended before it was done. */
export type Ending =
  | { readonly why: 'done' }
  | { readonly why: 'cancelled' }
  | { readonly why: 'time' }
  | { readonly why: 'memory' }
  /** By itself: the code ended the process. */
  | { readonly why: 'exit'; readonly code: number | null; readonly signal: string | null };

/** How many times its time a child gets that does not get the processor. */
const PATIENCE = 5;

/** How often the memory is looked at, ms. */
const WATCH_MS = 50;

/**
 * Runs one order in a child, within limits of time and memory. Resolves when the child has ended, whatever happened to it.
 * @param program gives up by itself what exercised code may not do
 */
export async function runSandboxed(
  program: Program,
  order: Omit<Order, 'nonce'>,
  limits: Limits,
  hear: (message: Message) => void,
  signal?: AbortSignal,
): Promise<Ending> {
  const nonce = randomUUID();
  const child = start(program);
  let ending: Ending | null = null;
  const end = (why: 'cancelled' | 'time' | 'memory'): void => {
    ending ??= { why };
    child.kill('SIGKILL');
  };
  let timer: NodeJS.Timeout | undefined;
  /** On a machine that is busy, time passes without the child: what it has not had it cannot have wasted. */
  const arm = (ms: number, patience = PATIENCE): void => {
    clearTimeout(timer);
    const before = processorMs(child.pid ?? 0);
    timer = setTimeout(() => {
      const isStarved = before >= 0 && processorMs(child.pid ?? 0) - before < ms / 2;
      if (isStarved && patience > 1) arm(ms, patience - 1);
      else end('time');
    }, ms);
  };
  arm(limits.loadMs);
  const watch = setInterval(() => {
    if (residentBytes(child.pid ?? 0) > limits.memory) end('memory');
  }, WATCH_MS);
  const cancel = (): void => end('cancelled');
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();

  const heard = readLines(child.stdio[3] as Readable, (line) => {
    const message = parse(line, nonce);
    if (message === null) return;
    // A promise has its time in the child; this one is for what never gives the thread back.
    arm(message.is === 'call' ? limits.callMs * 2 : limits.loadMs);
    hear(message);
  });
  // It may be gone before it has read.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify({ ...order, nonce } satisfies Order));
  try {
    const exit = await new Promise<Ending>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, by) =>
        resolve(code === 0 ? { why: 'done' } : { why: 'exit', code, signal: by }),
      );
    });
    await heard;
    return ending ?? exit;
  } finally {
    clearTimeout(timer);
    clearInterval(watch);
    signal?.removeEventListener('abort', cancel);
  }
}

function start({ command, args, cwd, env }: Program): ChildProcess {
  const [first = '', ...rest] = canIsolateNetwork()
    ? ['unshare', '--map-root-user', '--net', command, ...args]
    : [command, ...args];
  return spawn(first, rest, { cwd, env, stdio: ['pipe', 'ignore', 'ignore', 'pipe'] });
}

let isolates: boolean | undefined;

/** Linux can give a process a network of its own, where it is allowed to: a second wall behind what the child gives up itself. */
function canIsolateNetwork(): boolean {
  isolates ??=
    process.platform === 'linux' &&
    spawnSync('unshare', ['--map-root-user', '--net', 'true'], { stdio: 'ignore' }).status === 0;
  return isolates;
}

/** Memory that a process holds; 0 where the system does not say. */
function residentBytes(pid: number): number {
  if (process.platform !== 'linux') return 0;
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]) * 4096;
  } catch {
    return 0;
  }
}

/** Time that a process had on the processor; -1 where the system does not say. */
function processorMs(pid: number): number {
  if (process.platform !== 'linux') return -1;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold anything; user and system time are the 12th and 13th behind it, in hundredths of a second.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return -1;
  }
}

async function readLines(stream: Readable, each: (line: string) => void): Promise<void> {
  let rest = '';
  stream.setEncoding('utf8');
  try {
    for await (const chunk of stream) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      // Nothing of ours is that long: whoever else writes here shall not fill our memory.
      if (rest.length > 1_000_000) rest = '';
      lines.forEach(each);
    }
  } catch {
    // Cut off with the child.
  }
}

/** A message of the child's own; `null` for anything that the exercised code wrote. */
function parse(line: string, nonce: string): Message | null {
  try {
    const message = JSON.parse(line) as Message;
    return message.nonce === nonce ? message : null;
  } catch {
    return null;
  }
}
