import { threadId } from 'node:worker_threads';
import { CONTEXT_WORDS } from '../../../format/index.ts';

// Captured before the app can replace them.
const charCodeAt = Function.prototype.call.bind(String.prototype.charCodeAt) as (
  text: string,
  at: number,
) => number;
const { imul } = Math;

/** Trace id in four words and span id in two, the most significant first, as in CARRIES of FORMAT.md. */
export type TraceContext = Int32Array;

/** `version-traceid-spanid-flags`; later versions than 00 may go on behind the flags. */
const LENGTH = 55;
const TRACE_AT = 3;
const SPAN_AT = 36;
const FLAGS_AT = 53;
const DASH = 0x2d;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** A header `traceparent` (W3C Trace Context, level 2), or undefined where it is none that is valid. */
export function parseTraceparent(header: unknown): TraceContext | undefined {
  if (typeof header !== 'string' || header.length < LENGTH) return undefined;
  const version = byteAt(header, 0);
  if (version < 0 || version === 0xff || (version === 0 && header.length > LENGTH)) return undefined;
  if (header.length > LENGTH && charCodeAt(header, LENGTH) !== DASH) return undefined;
  for (const at of [TRACE_AT, SPAN_AT, FLAGS_AT]) if (charCodeAt(header, at - 1) !== DASH) return undefined;
  if (byteAt(header, FLAGS_AT) < 0) return undefined;
  const context = new Int32Array(CONTEXT_WORDS);
  for (let i = 0; i < CONTEXT_WORDS * 4; i++) {
    const byte = byteAt(header, (i < 16 ? TRACE_AT : SPAN_AT - 32) + i * 2);
    if (byte < 0) return undefined;
    context[i >> 2] = ((context[i >> 2] as number) << 8) | byte;
  }
  const [a, b, c, d, e, f] = context as unknown as [number, number, number, number, number, number];
  return (a | b | c | d) === 0 || (e | f) === 0 ? undefined : context;
}

/** Whether a valid header says that the trace is recorded. */
export const isRecorded = (header: string): boolean => (digit(charCodeAt(header, FLAGS_AT + 1)) & 1) === 1;

/** The header that says so. */
export function traceparentOf(context: TraceContext, isKept = true): string {
  let text = '00-';
  for (let i = 0; i < CONTEXT_WORDS * 4; i++) {
    if (i === 16) text += '-';
    text += HEX[((context[i >> 2] as number) >>> (24 - (i & 3) * 8)) & 0xff];
  }
  return `${text}-${isKept ? '01' : '00'}`;
}

/** 0-255, or -1: lower case alone is valid. */
function byteAt(text: string, at: number): number {
  const [high, low] = [digit(charCodeAt(text, at)), digit(charCodeAt(text, at + 1))];
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

function digit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  return code >= 0x61 && code <= 0x66 ? code - 0x57 : -1;
}

/**
 * Makes the contexts of one thread. All threads and processes of a run (they share a folder of spools) begin the span ids with
 * the same three bytes, and know each other's contexts by them; the other five are random, as is a new trace's id.
 */
export function createContexts(spoolDir: string) {
  const tag = hash(spoolDir, 0) & 0xffffff00;
  const random = createRandom([process.pid, threadId, hash(String(process.hrtime()), 1), Date.now()]);

  /** Of a request that is sent on behalf of a trace, or of a new one. */
  function next(trace: TraceContext | undefined): TraceContext {
    const context = new Int32Array(CONTEXT_WORDS);
    for (let i = 0; i < 4; i++) context[i] = trace ? (trace[i] as number) : random();
    context[4] = tag | (random() & 0xff);
    context[5] = random() | 1;
    return context;
  }

  /** Whether a process of the run has made it. */
  const isOwn = (context: TraceContext): boolean => ((context[4] as number) & 0xffffff00) === tag;

  return { next, isOwn };
}

/** FNV-1a, 32 bits. */
function hash(text: string, seed: number): number {
  let value = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) value = imul(value ^ charCodeAt(text, i), 0x01000193);
  return value;
}

/** Words of sfc32: `Math.random` would give the app other numbers than it gets untraced. */
function createRandom(seed: readonly number[]): () => number {
  let [a, b, c, d] = seed.map((part) => part | 0) as [number, number, number, number];
  function next(): number {
    const word = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + word;
    return word;
  }
  // What differs in the seeds alone has not spread before.
  for (let i = 0; i < 20; i++) next();
  return next;
}
