import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CAPTURE_SLACK_WORDS, Capture } from './capture.ts';
import { Redactor } from './redact.ts';
import { StringIds } from './strings.ts';

/** Whatever of the app's own ran. */
const ran: string[] = [];
const trap =
  (name: string) =>
  (...args: unknown[]): never => {
    ran.push(`${name} ${String(args.length)}`);
    throw new Error(`${name} ran`);
  };

const TRAPS = Object.fromEntries(
  Reflect.ownKeys(Reflect)
    .filter((key) => typeof key === 'string' && key !== 'toString')
    .map((key) => [key, trap(`trap ${String(key)}`)]),
) as ProxyHandler<object>;

/** An object that tells when any of its methods runs that an inspector may be tempted to call. */
function noisy<T extends object>(target: T): T {
  for (const key of [
    'toString',
    'toJSON',
    'valueOf',
    'inspect',
    'then',
    Symbol.iterator,
    Symbol.toPrimitive,
  ]) {
    Object.defineProperty(target, key, { value: trap(String(key)), configurable: true });
  }
  for (const key of [
    'constructor',
    Symbol.toStringTag,
    'length',
    'size',
    'href',
    'byteLength',
    'name',
    'cause',
  ]) {
    if (Object.getOwnPropertyDescriptor(target, key)?.configurable === false) continue;
    Object.defineProperty(target, key, { get: trap(String(key)), configurable: true, enumerable: true });
  }
  return target;
}

class Account {
  #pin = 1234;
  balance = 5;
  get total(): number {
    ran.push('getter total');
    return this.#pin;
  }
}

class Failure extends Error {
  code = 'E_FAIL';
}

/** Makes a value anew: the library that draws them looks at what it draws, and would spring the traps itself. */
type Recipe = () => unknown;

const constant =
  (value: unknown): Recipe =>
  () =>
    value;

const leaf: fc.Arbitrary<Recipe> = fc.oneof(
  fc.oneof(fc.string({ maxLength: 2000 }), fc.double(), fc.bigInt(), fc.boolean()).map(constant),
  fc.constantFrom<Recipe[]>(
    () => null,
    () => undefined,
    () => Symbol('s'),
    () => () => 1,
    () => class {},
    () => /a+/g,
    () => Object('boxed'),
    () => Object(1n),
    () => Object(Symbol.iterator),
    () => new Date(0),
    () => new Date(Number.NaN),
    () => new Account(),
    () => new Proxy({}, TRAPS),
    () => new Proxy([], TRAPS),
    () => new Proxy(() => {}, TRAPS),
    () => Object.create(new Proxy({}, TRAPS)),
    () => Object.create(Map.prototype),
    () => Object.create(URL.prototype),
    () => Object.create(null, { a: { get: trap('null getter'), enumerable: true } }),
    () => noisy({ a: 1 }),
    () => noisy([1, 2]),
    () => noisy(new Map([[1, 2]])),
    () => noisy(new Error('m')),
    () => noisy(new Uint8Array(3)),
    () => noisy(new URL('https://example.com/a')),
    () => noisy(new ArrayBuffer(3)),
    () => noisy(Object(5)),
    () => noisy(function named() {}),
    () => detached(),
    () => new WeakMap(),
    () => new WeakSet(),
    () => new WeakRef({}),
    () => new SharedArrayBuffer(4),
    () => new DataView(new ArrayBuffer(4)),
    () => Buffer.from('bytes'),
    () => new Failure('f', { cause: new Error('c') }),
    () => new AggregateError([1, new Error('x')], 'many'),
    () => new Map().entries(),
    () => new Set([1]).values(),
    () => [1][Symbol.iterator](),
    () => (function* () {})(),
    () => Promise.resolve(),
    () => Object.assign([], { 4000000: 1 }),
  ),
);

function detached(): ArrayBuffer {
  const buffer = new ArrayBuffer(8);
  structuredClone(buffer, { transfer: [buffer] });
  return buffer;
}

const graph = fc.letrec<{ value: Recipe }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc
      .dictionary(fc.string({ maxLength: 30 }), tie('value'), { maxKeys: 20 })
      .map((fields) => () => Object.fromEntries(Object.entries(fields).map(([key, make]) => [key, make()]))),
    fc.array(tie('value'), { maxLength: 12 }).map((items) => () => {
      const list = items.map((make) => make());
      // A cycle.
      list.push(list);
      return list;
    }),
    fc
      .array(fc.tuple(tie('value'), tie('value')), { maxLength: 10 })
      .map((pairs) => () => new Map(pairs.map(([key, value]) => [key(), value()]))),
    fc.array(tie('value'), { maxLength: 10 }).map((items) => () => new Set(items.map((make) => make()))),
  ),
})).value;

/** Bytes written for a value, of new texts as well, in a fresh recorder. */
function captured(value: unknown, maxBytes: number, captures: number): Uint8Array {
  const words = new Int32Array(maxBytes / 4 + CAPTURE_SLACK_WORDS);
  const strings = new StringIds();
  const capture = new Capture(words, strings, new Redactor(), maxBytes);
  strings.takeFrame();
  capture.begin(0, captures);
  capture.value(value);
  expect(capture.at).toBeLessThanOrEqual(words.length);
  const texts = strings.takeFrame() ?? new Uint8Array();
  return Buffer.concat([Buffer.from(words.slice(0, capture.at).buffer), texts]);
}

test('whatever is captured, nothing of the app runs, the same gives the same, and no more than the limit', () => {
  fc.assert(
    fc.property(
      graph,
      fc.constantFrom(0, 300, 10_000),
      fc.constantFrom(64, 1000, 10_000),
      (make, captures, max) => {
        const value = make();
        ran.length = 0;
        const first = captured(value, max, captures);
        expect(captured(value, max, captures)).toEqual(first);
        expect(ran).toEqual([]);
        // One step beyond the limit: a text, the head of an object, and the frame around the texts.
        expect(first.length).toBeLessThanOrEqual(max + 1024);
      },
    ),
    { numRuns: 400 },
  );
});
