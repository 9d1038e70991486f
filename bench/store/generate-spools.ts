import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import {
  encodeEventsFrame,
  encodeFileHead,
  encodeJsonFrame,
  FRAME,
  OP,
  type ProcessInfo,
} from '../../runtime/format/index.ts';

export interface GeneratorOptions {
  readonly spans: number;
  readonly threads: number;
  readonly functions: number;
  readonly spoolDir: string;
}

/** Words of a frame; a recorder hands over about this much at once. */
const FRAME_WORDS = 32_768;
const STAMP_EVERY = 64;
const CALLEES = 4;

/** Repeatable random numbers (xorshift32), 0-1. */
function randomOf(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Writes the spools of a made-up server: requests of heavy-tailed size over a fixed call graph. Returns their bytes. */
export function generateSpools({ spans, threads, functions, spoolDir }: GeneratorOptions): number {
  mkdirSync(spoolDir, { recursive: true });
  let bytes = 0;
  for (let thread = 0; thread < threads; thread++) {
    const share = Math.floor(spans / threads) + (thread < spans % threads ? 1 : 0);
    bytes += new ThreadGenerator(thread, functions, join(spoolDir, `1000-${thread}-bench.spool`)).run(share);
  }
  return bytes;
}

class ThreadGenerator {
  readonly #random: () => number;
  readonly #descriptor: number;
  /** `CALLEES` functions of each function. */
  readonly #callees: Int32Array;
  readonly #words = new Int32Array(FRAME_WORDS + 16 * STAMP_EVERY);
  #wordCount = 0;
  #sequence = 0;
  #base = 0;
  #now = 0;
  #stamped = 0;
  #sinceStamp = 0;
  #bytes = 0;

  constructor(thread: number, functions: number, path: string) {
    this.#random = randomOf(12345 + thread * 7919);
    this.#descriptor = openSync(path, 'w');
    const graph = randomOf(99);
    // Mostly to later functions, as layers call each other; now and then back, which makes recursion.
    this.#callees = Int32Array.from({ length: functions * CALLEES }, (_, i) => {
      const from = Math.floor(i / CALLEES);
      const step = Math.floor(graph() ** 2 * functions * 0.3) + 1;
      return graph() < 0.06 ? Math.max(0, from - Math.floor(graph() * 20)) : (from + step) % functions;
    });
    this.#write(encodeFileHead());
    this.#write(encodeJsonFrame(FRAME.PROCESS, processOf(thread)));
    this.#write(encodeJsonFrame(FRAME.DEFINITIONS, definitions(functions)));
  }

  run(spans: number): number {
    let left = spans;
    let mark = 1;
    while (left > 0) {
      const size = Math.min(left, Math.ceil(20 * (1 - this.#random()) ** -0.8));
      this.#request(Math.min(size, 200_000), mark++);
      left -= Math.min(size, 200_000);
      this.#now += 1000 + this.#random() * 100_000;
    }
    this.#flush();
    this.#write(encodeJsonFrame(FRAME.END, { timeNs: this.#now, reason: 'exit' }));
    closeSync(this.#descriptor);
    return this.#bytes;
  }

  /** One root span with `spans - 1` spans below it; one in ten waits for something half way. */
  #request(spans: number, mark: number): void {
    const stack: number[] = [];
    const waits = this.#random() < 0.1;
    let left = spans;
    this.#event();
    if (waits) this.#push3(-OP.ENTER_ASYNC, 0, mark);
    else this.#push1(0);
    stack.push(0);
    left--;
    let waited = false;
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as number;
      const depth = stack.length;
      this.#now += this.#random() < 0.02 ? 2000 * this.#random() ** -0.7 : 20 + this.#random() * 120;
      if (left > 0 && (depth === 1 || (depth < 30 && this.#random() < 0.5))) {
        // Most calls of a function go to the same callee: programs repeat themselves.
        const callee = Math.floor(this.#random() ** 4 * CALLEES);
        const fn = this.#callees[top * CALLEES + callee] as number;
        this.#event();
        this.#push1(fn);
        stack.push(fn);
        left--;
        continue;
      }
      if (waits && !waited && depth === 1) {
        waited = true;
        this.#event();
        this.#push1(-OP.SUSPEND);
        this.#now += 1_000_000 * this.#random();
        this.#event();
        this.#push2(-OP.RESUME, mark);
        continue;
      }
      this.#event();
      this.#push1(depth > 1 && this.#random() < 0.001 ? -OP.THROW : -OP.EXIT);
      stack.pop();
    }
    if (!waits) return;
    this.#push2(-OP.FORGET, mark);
  }

  /** Before every timed word: a stamp when one is due. */
  #event(): void {
    if (++this.#sinceStamp < STAMP_EVERY && this.#now - this.#stamped < 100_000) return;
    this.#sinceStamp = 0;
    const delta = Math.floor(this.#now - this.#stamped);
    this.#push3(-OP.STAMP, delta, delta);
    this.#stamped += delta;
    if (this.#wordCount >= FRAME_WORDS) this.#flush();
  }

  #push1(a: number): void {
    this.#words[this.#wordCount++] = a;
  }
  #push2(a: number, b: number): void {
    this.#push1(a);
    this.#push1(b);
  }
  #push3(a: number, b: number, c: number): void {
    this.#push2(a, b);
    this.#push1(c);
  }

  #flush(): void {
    const head = { sequence: this.#sequence++, baseNs: this.#base, timed: false };
    this.#write(encodeEventsFrame(head, this.#words, this.#wordCount));
    this.#wordCount = 0;
    this.#base = this.#stamped;
  }

  #write(frame: Uint8Array): void {
    writeSync(this.#descriptor, frame);
    this.#bytes += frame.length;
  }
}

const processOf = (thread: number): ProcessInfo => ({
  pid: 1000,
  ppid: 1,
  threadId: thread,
  threadName: thread === 0 ? 'main' : `worker ${thread}`,
  runtime: 'node',
  runtimeVersion: process.version,
  platform: process.platform,
  arch: process.arch,
  argv: ['node', 'server.js'],
  cwd: '/srv',
  originUnixNs: String(1_700_000_000_000_000_000n + BigInt(thread) * 1_000_000n),
  clock: 'bounded',
  tickNs: 100_000,
  level: 1,
  tracerVersion: '0.1.0',
});

function definitions(functions: number) {
  const files = Math.ceil(functions / 20);
  return {
    files: Array.from({ length: files }, (_, id) => ({
      id,
      path: `src/module${id}.js`,
      language: 'javascript',
    })),
    functions: Array.from({ length: functions }, (_, id) => ({
      id,
      file: Math.floor(id / 20),
      name: `Module${Math.floor(id / 20)}.method${id}`,
      line: (id % 20) * 12 + 1,
      column: 1,
      endLine: (id % 20) * 12 + 10,
      kind: 'method',
      async: id === 0,
      generator: false,
      params: ['a', 'b'],
    })),
  };
}
