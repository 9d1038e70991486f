import { describe, expect, test } from 'vitest';
import { type DisplayValue, decodeStrings, decodeValue, FrameReader } from '../../format/index.ts';
import { encodeFileHead } from '../../format/writer.ts';
import { Capture } from './capture.ts';
import { Redactor } from './redact.ts';
import { StringIds } from './strings.ts';

/** Captures of a function by which its values are written in full, in part, and at their briefest. */
const FIRST = 0;
const LATER = 300;
const HOT = 10_000;

class Capturer {
  readonly strings = new StringIds();
  private readonly words = new Int32Array(4096);
  readonly capture = new Capture(this.words, this.strings, new Redactor(), 10_000);
  private readonly texts = [''];

  show(value: unknown, captures: number): DisplayValue {
    this.capture.begin(0, captures);
    this.capture.value(value);
    const frame = this.strings.takeFrame();
    if (frame) this.read(frame);
    return decodeValue(this.words, 0, (id) => this.texts[id]).value;
  }

  private read(frame: Uint8Array): void {
    const reader = new FrameReader();
    reader.push(encodeFileHead());
    reader.push(frame);
    const read = reader.next();
    if (!read) throw new Error('no frame');
    const { firstId, strings } = decodeStrings(read);
    strings.forEach((text, i) => {
      this.texts[firstId + i] = text;
    });
  }
}

const show = (value: unknown, captures: number) => new Capturer().show(value, captures);

class Point {
  x = 1;
  y = { deep: true };
  z = [1, 2, 3];
  label = 'a point';
  more = 5;
}

describe('what a value costs follows how often its function is captured', () => {
  test('the first values are written with the fields of their fields', () => {
    expect(show(new Point(), FIRST)).toEqual({
      type: 'object',
      className: 'Point',
      keys: 5,
      entries: [
        ['x', 1],
        ['y', { type: 'object', className: 'Object', keys: 1, entries: [['deep', true]] }],
        ['z', { type: 'array', length: 3, items: [1, 2, 3] }],
        ['label', 'a point'],
        ['more', 5],
      ],
    });
  });

  test('later ones have four fields, with class names and lengths for what lies within', () => {
    expect(show(new Point(), LATER)).toEqual({
      type: 'object',
      className: 'Point',
      keys: 5,
      entries: [
        ['x', 1],
        ['y', { type: 'cut', className: 'Object' }],
        ['z', { type: 'array', length: 3, items: [] }],
        ['label', 'a point'],
      ],
    });
  });

  test('those of hot functions tell class, length and text', () => {
    expect(show(new Point(), HOT)).toEqual({ type: 'cut', className: 'Point' });
    expect(show([1, 2], HOT)).toEqual({ type: 'array', length: 2, items: [] });
    expect(show('short', HOT)).toBe('short');
    expect(show('long'.repeat(100), HOT)).toEqual({ type: 'string', text: 'long'.repeat(8), length: 400 });
  });
});

describe.each([FIRST, LATER, HOT])('after %i captures', (captures) => {
  test('no getter runs, wherever it stands', () => {
    const explode = () => {
      throw new Error('run');
    };
    const own = Object.defineProperty(new Point(), 'x', { get: explode, enumerable: true });
    const list = Object.defineProperty([1, 2], 0, { get: explode, enumerable: true });
    const named = Object.defineProperty(class {}, 'name', { get: explode });
    const error = Object.defineProperty(new Error('m'), 'message', { get: explode });
    Object.defineProperty(error, 'cause', { get: explode });
    const made = Object.create(
      { constructor: Object.defineProperty(() => {}, 'name', { get: explode }) },
      { a: { get: explode, enumerable: true } },
    );
    for (const value of [own, list, named, error, made]) expect(() => show(value, captures)).not.toThrow();
  });

  test('no trap of a proxy runs, though it stands among the prototypes', () => {
    const traps = new Proxy(
      {},
      {
        get: () => {
          throw new Error('a trap ran');
        },
      },
    );
    const heir = Object.create(new Proxy({}, traps), { own: { value: 1, enumerable: true } });
    for (const value of [new Proxy({}, traps), heir, { inner: new Proxy([], traps) }]) {
      expect(() => show(value, captures)).not.toThrow();
    }
  });

  test('objects that only inherit from a built-in class are not read as one', () => {
    const capturer = new Capturer();
    for (const base of [Map, Set, Date, RegExp, Error, Promise, Uint8Array, Array]) {
      expect(() => capturer.show(Object.create(base.prototype), captures)).not.toThrow();
    }
    expect(capturer.show(new Map([[1, 2]]), FIRST)).toMatchObject({ type: 'map', length: 1 });
    expect(capturer.show(new Error('m'), FIRST)).toMatchObject({ type: 'error', message: 'm' });
    expect(capturer.show(Promise.resolve(), FIRST)).toEqual({ type: 'promise' });
    expect(capturer.show(new Uint8Array(3), FIRST)).toMatchObject({ type: 'typed-array', length: 3 });
  });

  test('a secret that begins before a cut is not written in part', () => {
    const token = `eyJhbGciOiJIUzI1NiJ9.${'a'.repeat(40)}.${'b'.repeat(40)}`;
    for (const before of [0, 20, 500]) {
      expect(JSON.stringify(show(`${'x'.repeat(before)} ${token}`, captures))).not.toContain('eyJ');
    }
  });

  test('a text is written as it is, however it was made, and named once', () => {
    const capturer = new Capturer();
    const long = 'täxt of some length, more than a slice\ud83d\ude00'.slice(1);
    expect(capturer.show({ long }, FIRST)).toMatchObject({ entries: [['long', long]] });
    expect(capturer.strings.knownId(long)).toBeGreaterThan(0);
    capturer.show([long, long], FIRST);
    expect(capturer.strings.takeFrame()).toBeUndefined();
  });
});

describe('what has no fields to look at shows what it is', () => {
  const object = (className: string, key: string, value: unknown) => ({
    type: 'object',
    className,
    keys: 1,
    entries: [[key, value]],
  });

  test('buffers tell their length, also one whose memory is gone', () => {
    const gone = new ArrayBuffer(8);
    structuredClone(gone, { transfer: [gone] });
    const bytes = (className: string, length: number) => ({
      type: 'typed-array',
      className,
      length,
      items: [],
    });
    expect(show(new ArrayBuffer(5), FIRST)).toEqual(bytes('ArrayBuffer', 5));
    expect(show(gone, FIRST)).toEqual(bytes('ArrayBuffer', 0));
    expect(show(new SharedArrayBuffer(4), FIRST)).toEqual(bytes('SharedArrayBuffer', 4));
    expect(show(new DataView(new ArrayBuffer(3)), FIRST)).toEqual(bytes('DataView', 3));
    expect(show(Buffer.from('text'), FIRST)).toEqual(bytes('Buffer', 4));
  });

  test('boxed values and addresses tell what is in them', () => {
    expect(show(Object('boxed'), FIRST)).toEqual(object('String', '[[value]]', 'boxed'));
    expect(show(Object(-0.5), FIRST)).toEqual(object('Number', '[[value]]', -0.5));
    expect(show(Object(7n), FIRST)).toEqual(object('BigInt', '[[value]]', { type: 'bigint', text: '7' }));
    expect(show(new URL('https://example.com/a?b=c'), FIRST)).toEqual(
      object('URL', 'href', 'https://example.com/a?b=c'),
    );
    const secret = show(new URL('https://ann:hunter2@example.com/'), FIRST);
    expect(secret).toEqual(object('URL', 'href', { type: 'redacted' }));
  });

  test('iterators, generators and weak collections tell their kind', () => {
    const kind = (className: string) => ({ type: 'opaque', className });
    expect(show(new WeakMap(), FIRST)).toEqual(kind('WeakMap'));
    expect(show(new WeakSet(), FIRST)).toEqual(kind('WeakSet'));
    expect(show(new Map().keys(), FIRST)).toEqual(kind('Map Iterator'));
    expect(show((function* () {})(), FIRST)).toEqual(kind('Generator'));
  });

  test('errors tell their own fields, and what many errors are made of', () => {
    const failed = Object.assign(new RangeError('no'), { code: 'E_NO', details: { at: 3 } });
    expect(show(failed, FIRST)).toMatchObject({
      className: 'RangeError',
      message: 'no',
      keys: 2,
      entries: [
        ['code', 'E_NO'],
        ['details', { entries: [['at', 3]] }],
      ],
    });
    expect(show(new AggregateError([1, 2], 'many'), FIRST)).toMatchObject({
      message: 'many',
      entries: [['errors', { items: [1, 2] }]],
    });
  });

  test('classes keep their private fields to themselves', () => {
    class Vault {
      #key = 'hidden';
      size = 1;
      open() {
        return this.#key;
      }
    }
    expect(show(new Vault(), FIRST)).toEqual(object('Vault', 'size', 1));
  });
});

describe('secrets among the fields', () => {
  class Token {
    type = 'name';
    value = 'x';
  }
  const redacted = { type: 'redacted' };

  test('an object under an ambiguous name is written by its own fields, a text is not', () => {
    const parser = show({ token: new Token(), tokens: ['(', 'abc1'], lastToken: 'abc1' }, FIRST);
    expect(parser).toMatchObject({
      entries: [
        [
          'token',
          {
            className: 'Token',
            entries: [
              ['type', 'name'],
              ['value', 'x'],
            ],
          },
        ],
        ['tokens', { items: ['(', redacted] }],
        ['lastToken', redacted],
      ],
    });
  });

  test('data under a certain name is left out whole, and a thing is not', () => {
    const found = show(
      { credentials: { user: 'ann' }, password: ['a'], secret: new Token(), pin: 1234 },
      FIRST,
    );
    expect(found).toMatchObject({
      entries: [
        ['credentials', redacted],
        ['password', redacted],
        ['secret', { className: 'Token' }],
        ['pin', redacted],
      ],
    });
  });

  test('headers are left out as names and values that take turns, and bytes wherever they may be the secret', () => {
    expect(show(['Host', 'a', 'Authorization', 'x', 'Cookie', 'y'], FIRST)).toMatchObject({
      items: ['Host', 'a', 'Authorization', redacted, 'Cookie', redacted],
    });
    expect(show({ apiKey: Buffer.from('x'), token: new Uint8Array(4) }, FIRST)).toMatchObject({
      entries: [
        ['apiKey', redacted],
        ['token', redacted],
      ],
    });
  });
});
