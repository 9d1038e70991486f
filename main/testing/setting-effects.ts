import { expect } from 'vitest';
import type { TestThread } from '../../runtime/node/testing/read-spools.ts';

/** What a program has left when it ran under some settings. */
export interface Seen {
  readonly thread: TestThread;
  /** Bytes of the spool. */
  readonly bytes: number;
}

/** What is seen without the key and with it. */
export type Effect = readonly [
  key: string,
  value: string,
  sees: (seen: Seen) => unknown,
  before: unknown,
  after: unknown,
];

/** Of a program that records nothing. */
export const noThread = { spans: [], sets: [], counted: [], functions: [] } as never as TestThread;

export const spansOf = ({ thread }: Seen, name: string) =>
  thread.spans.filter((span) => span.name === name && span.kind !== 'call' && span.kind !== 'await');
export const has = (name: string) => (seen: Seen) => spansOf(seen, name).length;
const first = (seen: Seen, name: string) => spansOf(seen, name)[0];
const text = (value: unknown): string => JSON.stringify(value ?? null);

/** The programs of both languages have functions of the same names, in files of their own. */
interface Names {
  /** Of the main file. */
  readonly file: string;
  /** A function of another file, and a pattern for that. */
  readonly other: string;
  readonly otherFile: string;
  /** Languages without that of the other function. */
  readonly untraced: string;
  /** The span that sends a request. */
  readonly sender: string;
  /** What is called of a client of HTTP, and of one of databases. */
  readonly request: string;
  readonly statement: string;
  /** What shows of a value only when it is captured in full. */
  readonly deepest: string;
}

/** At the default level, unless another line stands in the value. */
export const effectsOf = ({
  file,
  other,
  otherFile,
  untraced,
  sender,
  request,
  statement,
  deepest,
}: Names): readonly Effect[] => [
  ['TRACING_ENABLED', 'false', has('deep'), 9, 0],
  ['TRACING_DEFAULT_LEVEL', '1', (seen) => first(seen, 'Cart.add')?.params === undefined, false, true],
  ['TRACING_AUTO_INSTRUMENT', 'false', has('deep'), 9, 0],
  ['TRACING_AUTO_WRAP_FUNCTIONS', 'false', has('deep'), 9, 0],
  ['TRACING_AUTO_TRACK_ASYNC', 'false', (seen) => first(seen, 'soon')?.parent?.name, 'start', undefined],
  [
    'TRACING_CONTEXT_HOSTS',
    'none',
    ({ thread }) => thread.spans.filter(({ carries }) => carries).map(({ name }) => name),
    [sender],
    [],
  ],
  ['TRACING_AUTO_CAPTURE_ERRORS', 'false', (seen) => first(seen, 'fails')?.error !== undefined, true, false],
  ['TRACING_AUTO_REINSTRUMENT', 'false', has('helper'), 2, 1],
  ['TRACING_WATCH_NEW_FILES', 'false', has('made'), 1, 0],
  ['TRACING_LANGUAGES', untraced, has(other), 1, 0],
  [
    'TRACING_LIVE_LEVEL',
    '2\nTRACING_DEFAULT_LEVEL=1',
    ({ thread }) => thread.functions.some(({ upTo }) => upTo === 2),
    false,
    true,
  ],
  ['TRACING_LEVEL_FILES', `${file}=0`, (seen) => [has('deep')(seen), has(other)(seen)], [9, 1], [0, 1]],
  [
    'TRACING_LEVEL_FUNCTIONS',
    'deep=0,Cart.add=1',
    (seen) => [has('deep')(seen), has('Cart.add')(seen)],
    [9, 1],
    [0, 1],
  ],
  ['TRACING_CAPTURE_PARAMS', 'false', (seen) => first(seen, 'Cart.add')?.params === undefined, false, true],
  ['TRACING_CAPTURE_RETURN', 'false', (seen) => first(seen, 'Cart.add')?.returned === undefined, false, true],
  [
    'TRACING_CAPTURE_VARS',
    'false\nTRACING_DEFAULT_LEVEL=5',
    ({ thread }) => thread.sets.length > 0,
    true,
    false,
  ],
  [
    'TRACING_CAPTURE_ASYNC',
    'false\nTRACING_DEFAULT_LEVEL=3',
    ({ thread }) => thread.spans.some(({ kind }) => kind === 'await'),
    true,
    false,
  ],
  [
    'TRACING_CAPTURE_DATABASE',
    'false\nTRACING_DEFAULT_LEVEL=3',
    ({ thread }) => thread.spans.filter(({ name }) => name === statement).length,
    1,
    0,
  ],
  [
    'TRACING_CAPTURE_HTTP',
    'false\nTRACING_DEFAULT_LEVEL=3',
    ({ thread }) => [
      thread.spans.filter(({ name }) => name === request).length,
      thread.spans.filter(({ carries }) => carries).length,
    ],
    [1, 1],
    // What sends the trace context is the function around it.
    [0, 1],
  ],
  ['TRACING_CAPTURE_MEMORY', 'retained', ({ thread }) => thread.allocations?.measure, undefined, 'retained'],
  [
    'TRACING_MAX_CAPTURE_SIZE',
    '16',
    (seen) => text(first(seen, 'hot')?.params).includes('characters'),
    true,
    false,
  ],
  [
    'TRACING_CAPTURE_FULL',
    'true',
    (seen) => text(spansOf(seen, 'hot').at(-1)?.params).includes(deepest),
    false,
    true,
  ],
  [
    'TRACING_CAPTURE_THIS',
    'true',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('Cart'),
    false,
    true,
  ],
  [
    'TRACING_REDACT_KEYS',
    'x',
    (seen) => text(first(seen, 'Cart.add')?.params?.[0]).includes('40'),
    true,
    false,
  ],
  [
    'TRACING_REDACT',
    'false',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('secret text'),
    false,
    true,
  ],
  [
    'TRACING_REDACT_VALUES',
    'tok-[0-9]+',
    (seen) => text(first(seen, 'helper')?.params).includes('tok-123456'),
    true,
    false,
  ],
  [
    'TRACING_REDACT_EXCEPT',
    'password',
    (seen) => text(first(seen, 'Cart.add')?.params).includes('secret text'),
    false,
    true,
  ],
  ['TRACING_SAMPLE_RATE', '0', has('deep'), 9, 0],
  ['TRACING_MAX_DEPTH', '3', has('deep'), 9, 3],
  ['TRACING_MAX_SPANS', '5', ({ thread }) => thread.spans.length, expect.any(Number), 5],
  ['TRACING_INCLUDE_FILES', otherFile, (seen) => [has('deep')(seen), has(other)(seen)], [9, 1], [0, 1]],
  ['TRACING_EXCLUDE_FILES', otherFile, (seen) => [has('deep')(seen), has(other)(seen)], [9, 1], [9, 0]],
  ['TRACING_EXCLUDE_FUNCTIONS', 'deep', has('deep'), 9, 0],
  ['TRACING_EXCLUDE_NODE_MODULES', 'false', has('packaged'), 0, 1],
  ['TRACING_INCLUDE_PACKAGES', 'pkg', has('packaged'), 0, 1],
  ['TRACING_PATTERNS', 'main:deep:1', (seen) => [has('deep')(seen), has(other)(seen)], [9, 1], [9, 0]],
  ['TRACING_MIN_DURATION', '60000', has('deep'), 9, 0],
];

/** Runs the program with the other lines of the value alone, and with the key as well. */
export async function expectEffect(run: (lines: string) => Promise<Seen>, effect: Effect): Promise<void> {
  const [key, value, sees, before, after] = effect;
  const others = value.split('\n').slice(1).join('\n');
  const [without, with_] = [await run(others), await run(`${key}=${value}`)];
  expect(sees(without)).toEqual(before);
  expect(sees(with_)).toEqual(after);
}
