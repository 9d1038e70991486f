import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame, encodeFrame, FrameTooLargeError, MalformedFrameError } from './codec.ts';

const limit = 10_000_000;

const slab = fc.oneof(
  fc.float64Array({ maxLength: 9 }),
  fc.float32Array({ maxLength: 9 }),
  fc.int32Array({ maxLength: 9 }),
  fc.uint32Array({ maxLength: 9 }),
  fc.uint16Array({ maxLength: 9 }),
  fc.uint8Array({ maxLength: 9 }),
);
const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  slab,
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'slabs')), tie('value'), {
      maxKeys: 5,
      noNullPrototype: true,
    }),
  ),
}));

/** A frame with this JSON text and these bytes after it, whatever they are. */
function frameOf(header: unknown, ...content: number[]): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const frame = new Uint8Array(8 + text.length + content.length);
  frame.set([0x43, 0x53, 0x46, 0x31]);
  new DataView(frame.buffer).setUint32(4, text.length, true);
  frame.set(text, 8);
  frame.set(content, 8 + text.length);
  return frame;
}

/** A header whose text fills its frame up to a multiple of 8, so that a slab may follow at once. */
function aligned(header: { message: Record<string, unknown> }): typeof header {
  const padding = (8 - ((JSON.stringify(header).length + '"pad":"",'.length) % 8)) % 8;
  return { ...header, message: { pad: ' '.repeat(padding), ...header.message } };
}

describe('a frame', () => {
  test('gives back every message it was made of', () => {
    fc.assert(
      fc.property(value, (content) => {
        const message = { t: 'x', content };
        // Node's comparison, because a key named `constructor` misleads the one of `expect`.
        expect(isDeepStrictEqual(decodeFrame(encodeFrame(message, limit)), message)).toBe(true);
      }),
    );
  });

  test('gives back slabs when it lies at an odd place in memory', () => {
    const frame = encodeFrame({ a: new Float64Array([1, 2]), b: new Uint16Array([3]) }, limit);
    const shifted = new Uint8Array(frame.length + 3).subarray(3);
    shifted.set(frame);
    expect(decodeFrame(shifted)).toStrictEqual({ a: new Float64Array([1, 2]), b: new Uint16Array([3]) });
  });

  test('carries only the part of a buffer that a slab shows, and a Node buffer as bytes', () => {
    const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const frame = encodeFrame({ part, buffer: Buffer.from('hi') }, limit);
    expect(decodeFrame(frame)).toStrictEqual({
      part: new Float64Array([2, 3]),
      buffer: new Uint8Array([104, 105]),
    });
  });

  test('leaves the message it was made of as it was', () => {
    const message = { list: [1, Number.NaN, { slab: new Uint8Array(2) }], absent: undefined };
    encodeFrame(message, limit);
    expect(message).toStrictEqual({ list: [1, Number.NaN, { slab: new Uint8Array(2) }], absent: undefined });
  });

  test('begins its slabs at multiples of eight bytes', () => {
    const frame = encodeFrame({ a: new Uint8Array([1]), b: new Float64Array([2]) }, limit);
    const decoded = decodeFrame(frame) as { b: Float64Array };
    expect(decoded.b.byteOffset % 8).toBe(0);
    expect(decoded.b.buffer).toBe(frame.buffer);
  });

  test.each([
    ['a function', { f: () => 1 }],
    ['a bigint', { n: 1n }],
    ['a class instance', { d: new Date() }],
    ['a map', { m: new Map() }],
    ['an unknown typed array', { a: new BigInt64Array(1) }],
    ['undefined in a list', { a: [undefined] }],
    ['a symbol', { s: Symbol('s') }],
  ])('is not made of %s, and says where it is', (_what, message) => {
    expect(() => encodeFrame(message, limit)).toThrow(TypeError);
    expect(() => encodeFrame({ deep: [message] }, limit)).toThrow(/deep\.0\./);
  });

  test('is not made of a cycle', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    expect(() => encodeFrame(cyclic, limit)).toThrow(/cycle/);
  });

  test('is refused when it would be over the limit by one byte', () => {
    const message = { text: 'x', slab: new Uint8Array(1000) };
    const bytes = encodeFrame(message, limit).length;
    expect(encodeFrame(message, bytes)).toHaveLength(bytes);
    expect(() => encodeFrame(message, bytes - 1)).toThrow(FrameTooLargeError);
    expect(() => encodeFrame(message, 900)).toThrow(FrameTooLargeError);
  });
});

describe('bytes that are no frame', () => {
  test.each([
    ['empty', new Uint8Array()],
    ['a prelude without the magic number', new Uint8Array(8)],
    ['text that is longer than the frame', frameOf({}).subarray(0, 9)],
    ['text that is no JSON', frameOf('x').fill(0x7b, 8)],
    ['text that is no UTF-8', frameOf('x').fill(0xff, 8)],
    ['a header that is a list', frameOf([])],
    ['a message that is no object', frameOf({ message: 1, slabs: [], numbers: [] })],
    ['surplus fields', frameOf({ message: {}, slabs: [], numbers: [], more: 1 })],
    ['bytes after the end', frameOf({ message: {}, slabs: [], numbers: [] }, 0)],
    [
      'a slab of an unknown kind',
      frameOf({ message: { a: null }, slabs: [['BigInt64Array', 0, ['a']]], numbers: [] }),
    ],
    [
      'a slab of a negative length',
      frameOf({ message: { a: null }, slabs: [['Uint8Array', -1, ['a']]], numbers: [] }),
    ],
    [
      'a slab of a broken length',
      frameOf({ message: { a: null }, slabs: [['Uint8Array', 0.5, ['a']]], numbers: [] }),
    ],
    [
      'a slab that is not there',
      frameOf({ message: { a: null }, slabs: [['Uint8Array', 1, ['a']]], numbers: [] }),
    ],
    [
      'a slab of 2^53 bytes',
      frameOf({ message: { a: null }, slabs: [['Float64Array', 2 ** 50, ['a']]], numbers: [] }),
    ],
    ['a special number that is none', frameOf({ message: { a: null }, slabs: [], numbers: [['1', ['a']]] })],
  ])('%s', (_what, bytes) => {
    expect(() => decodeFrame(bytes)).toThrow(MalformedFrameError);
  });

  test.each([
    [['missing']],
    [['taken']],
    [['text', 0]],
    [['list', 1]],
    [['list', 'length']],
    [['__proto__', 'polluted']],
    [['constructor', 'prototype', 'polluted']],
    [[]],
  ])('a value whose place is %j', (path) => {
    const message = { taken: 1, text: 'abc', list: [null] };
    expect(() => decodeFrame(frameOf({ message, slabs: [], numbers: [['NaN', path]] }))).toThrow(
      MalformedFrameError,
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test('two values for one place', () => {
    const numbers = [
      ['NaN', ['a']],
      ['-0', ['a']],
    ];
    expect(() => decodeFrame(frameOf({ message: { a: null }, slabs: [], numbers }))).toThrow(
      MalformedFrameError,
    );
  });

  test('a place inside another slab', () => {
    const slabs = [
      ['Uint8Array', 8, ['a']],
      ['Uint8Array', 0, ['a', 0]],
    ];
    const header = aligned({ message: { a: null }, ...{ slabs, numbers: [] } });
    const frame = frameOf(header, ...new Uint8Array(8));
    expect(() => decodeFrame(frame)).toThrow(MalformedFrameError);
  });

  test('any damage is either noticed or harmless', () => {
    const good = encodeFrame({ t: 'x', a: new Float64Array([1, 2]), b: [Number.NaN], c: 'text' }, limit);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        (damage, length) => {
          const bad = good.slice(0, length);
          for (const [at, byte] of damage) if (at < length) bad[at] = byte;
          try {
            expect(typeof decodeFrame(bad)).toBe('object');
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedFrameError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
