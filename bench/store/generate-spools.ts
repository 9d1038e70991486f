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
import { type RequestTemplate, randomOf, requestTemplates } from './request-templates.ts';

export interface GeneratorOptions {
  readonly spans: number;
  readonly threads: number;
  readonly functions: number;
  readonly spoolDir: string;
}

/** Words of a frame; a recorder hands over about this much at once. */
const FRAME_WORDS = 32_768;
/** Events between two stamps, and how often a recorder's clock ticks: as the recorder for Node does it. */
const STAMP_EVERY = 64;
const TICK_NS = 130_000;
const TEMPLATES = 500;
/** Requests that wait at a time. */
const IN_FLIGHT = 8;

/**
 * Writes the spools of a made-up server that serves the same requests again and again, each time at another pace. Returns
 * their bytes. Requests are put together from templates: 100 million spans take seconds.
 */
export function generateSpools({ spans, threads, functions, spoolDir }: GeneratorOptions): number {
  mkdirSync(spoolDir, { recursive: true });
  const templates = requestTemplates(functions, TEMPLATES);
  let bytes = 0;
  for (let thread = 0; thread < threads; thread++) {
    const share = Math.floor(spans / threads) + (thread < spans % threads ? 1 : 0);
    const path = join(spoolDir, `1000-${thread}-bench.spool`);
    bytes += new ThreadGenerator(thread, functions, templates, path).run(share);
  }
  return bytes;
}

class ThreadGenerator {
  readonly #random: () => number;
  readonly #templates: readonly RequestTemplate[];
  readonly #descriptor: number;
  readonly #words = new Int32Array(FRAME_WORDS + 8 * STAMP_EVERY);
  #wordCount = 0;
  #sequence = 0;
  #base = 0;
  #now = 0;
  #sinceStamp = 0;
  #bytes = 0;

  constructor(thread: number, functions: number, templates: readonly RequestTemplate[], path: string) {
    this.#random = randomOf(12345 + thread * 7919);
    this.#templates = templates;
    this.#descriptor = openSync(path, 'w');
    this.#write(encodeFileHead());
    this.#write(encodeJsonFrame(FRAME.PROCESS, processOf(thread)));
    this.#write(encodeJsonFrame(FRAME.DEFINITIONS, definitions(functions)));
  }

  /** Whole requests until there are `spans` of them or a little more; the last one is made to fit. */
  run(spans: number): number {
    const waiting: { readonly template: RequestTemplate; readonly mark: number; piece: number }[] = [];
    let left = spans;
    let mark = 1;
    while (left > 0 || waiting.length > 0) {
      if (waiting.length > IN_FLIGHT || (left <= 0 && waiting.length > 0) || this.#random() < 0.1) {
        const [request] = waiting.splice(Math.floor(this.#random() * waiting.length), 1);
        if (!request) continue;
        this.#piece(request.template.pieces[request.piece++] as Int32Array, request.mark);
        if (request.piece < request.template.pieces.length) waiting.push(request);
        continue;
      }
      // Small requests come more often than large ones.
      const template = this.#pick(left);
      left -= template.spans;
      this.#piece(template.pieces[0] as Int32Array, mark);
      if (template.pieces.length > 1) waiting.push({ template, mark, piece: 1 });
      mark++;
      this.#pause(1000 + this.#random() * 20_000);
    }
    this.#flush();
    this.#write(encodeJsonFrame(FRAME.END, { timeNs: this.#now, reason: 'exit' }));
    closeSync(this.#descriptor);
    return this.#bytes;
  }

  #pick(left: number): RequestTemplate {
    const template = this.#templates[Math.floor(this.#random() * this.#templates.length)] as RequestTemplate;
    if (template.spans <= left) return template;
    const pieces = [Int32Array.from({ length: left * 2 }, (_, i) => (i < left ? i % 20 : -OP.EXIT))];
    return left < 200 ? { pieces, spans: left, waits: false } : this.#pick(left);
  }

  /** Copies the words of a piece; a stamp stands behind every so many events. */
  #piece(words: Int32Array, mark: number): void {
    for (let at = 0; at < words.length; ) {
      const head = words[at] as number;
      if (head === -OP.ENTER_ASYNC || head === -OP.RESUME) {
        const size = head === -OP.RESUME ? 2 : 3;
        this.#words.set(words.subarray(at, at + size), this.#wordCount);
        this.#wordCount += size;
        this.#words[this.#wordCount - 1] = mark;
        this.#sinceStamp++;
        at += size;
      }
      const end = Math.min(words.length, at + STAMP_EVERY - this.#sinceStamp);
      this.#words.set(words.subarray(at, end), this.#wordCount);
      this.#wordCount += end - at;
      this.#sinceStamp += end - at;
      at = end;
      if (this.#sinceStamp >= STAMP_EVERY) {
        const pace = this.#random() < 0.02 ? 2000 * this.#random() ** -0.9 : 0;
        this.#pause(STAMP_EVERY * (25 + this.#random() * 80) + Math.min(pace, 5e7));
      }
    }
  }

  /** The time since the last stamp, and a stamp that says it. */
  #pause(ns: number): void {
    const now = Math.floor(ns);
    this.#words[this.#wordCount++] = -OP.STAMP;
    this.#words[this.#wordCount++] = Math.min(now, TICK_NS);
    this.#words[this.#wordCount++] = now;
    this.#now += now;
    this.#sinceStamp = 0;
    if (this.#wordCount >= FRAME_WORDS) this.#flush();
  }

  #flush(): void {
    const head = { sequence: this.#sequence++, baseNs: this.#base, timed: false };
    this.#write(encodeEventsFrame(head, this.#words, this.#wordCount));
    this.#wordCount = 0;
    this.#base = this.#now;
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
  tickNs: TICK_NS,
  level: 1,
  tracerVersion: '0.1.0',
});

export function definitions(functions: number) {
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
