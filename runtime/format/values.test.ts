import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Capture } from '../node/record/capture.ts';
import { Redactor } from '../node/record/redact.ts';
import { StringIds } from '../node/record/strings.ts';
import {
  type DisplayValue,
  decodeStrings,
  decodeValue,
  encodeFileHead,
  FrameReader,
  VALUE,
} from './index.ts';

/** Through the recorder's writer and back. */
function roundTrip(value: unknown, maxBytes = 10_000): DisplayValue {
  const strings = new StringIds();
  const words = new Int32Array(8192);
  const capture = new Capture(words, strings, new Redactor({ off: true }), maxBytes);
  capture.begin(0, 0);
  capture.value(value);
  const table = [''];
  const frame = strings.takeFrame();
  if (frame) {
    const reader = new FrameReader();
    reader.push(encodeFileHead());
    reader.push(frame);
    const payload = reader.next();
    if (payload) table.push(...decodeStrings(payload).strings);
  }
  const decoded = decodeValue(words, 0, (id) => table[id]);
  expect(decoded.end).toBe(capture.at);
  return decoded.value;
}

describe('values', () => {
  test('every number comes back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.double(), fc.integer(), fc.maxSafeInteger()), (value) => {
        const shown = roundTrip(value);
        const back = typeof shown === 'object' && shown?.type === 'number' ? Number(shown.text) : shown;
        expect(Object.is(back, value)).toBe(true);
      }),
    );
  });

  test('any value of JSON is written and read, within its limits', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const shown = roundTrip(value);
        expect(JSON.parse(JSON.stringify(shown))).toEqual(shown);
      }),
    );
  });

  test('a list of values takes no more than its budget and one step', () => {
    const large = Array.from({ length: 100 }, () => ({ a: 'x'.repeat(500), b: [1, 2, 3] }));
    const text = JSON.stringify(roundTrip(large, 400));
    expect(text).toContain('"length":100');
    expect(text.length).toBeLessThan(1000);
  });

  test('cycles are references, counted in levels', () => {
    const value: Record<string, unknown> = { inner: {} };
    (value.inner as Record<string, unknown>).top = value;
    expect(roundTrip(value)).toEqual({
      type: 'object',
      className: 'Object',
      keys: 1,
      entries: [
        [
          'inner',
          { type: 'object', className: 'Object', keys: 1, entries: [['top', { type: 'reference', up: 2 }]] },
        ],
      ],
    });
  });

  test('words that are no value are refused', () => {
    const strings = () => 'x';
    expect(() => decodeValue(Int32Array.of(99), 0, strings)).toThrow(RangeError);
    expect(() => decodeValue(Int32Array.of(VALUE.NUMBER, 1), 0, strings)).toThrow(RangeError);
    expect(() => decodeValue(Int32Array.of((0xfffff << 8) | VALUE.ARRAY, 5), 0, strings)).toThrow(RangeError);
    const deep = new Int32Array(4000);
    for (let i = 0; i < deep.length; i += 2) deep.set([(1 << 8) | VALUE.ARRAY, 1], i);
    expect(() => decodeValue(deep, 0, strings)).toThrow('too deep');
  });
});
