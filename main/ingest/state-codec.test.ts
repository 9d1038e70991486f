import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeState, encodeState } from './state-codec.ts';

const again = (value: unknown): unknown => decodeState(encodeState(value));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(undefined, null, true, false),
    fc.double(),
    fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    fc.float64Array(),
    fc.int32Array(),
    fc.uint8Array(),
    fc.array(tie('value')),
    fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      tie('value'),
      { noNullPrototype: true },
    ),
    fc.array(fc.tuple(tie('value'), tie('value'))).map((entries) => new Map(entries)),
    fc.array(tie('value')).map((values) => new Set(values)),
  ),
}));

describe('the state of an ingest as bytes', () => {
  it('is the same when it is read again', () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(again(one)).toEqual(one);
      }),
    );
  });

  it('keeps an object that stands in several places one object, also within itself', () => {
    const shared: { own?: unknown } = {};
    shared.own = shared;
    const columns = new Int32Array([1, 2]);
    const read = again([shared, new Map([['x', shared]]), columns, new Set([columns])]) as [
      typeof shared,
      Map<string, unknown>,
      Int32Array,
      Set<Int32Array>,
    ];
    expect(read[0].own).toBe(read[0]);
    expect(read[1].get('x')).toBe(read[0]);
    expect(read[3].has(read[2])).toBe(true);
  });

  it('reads what does not begin where numbers of eight bytes may', () => {
    const bytes = encodeState(['x', new Float64Array([1.5, -2])]);
    const moved = new Uint8Array(bytes.length + 1);
    moved.set(bytes, 1);
    expect(decodeState(moved.subarray(1))).toEqual(['x', new Float64Array([1.5, -2])]);
  });

  it('is refused when bytes are missing or it holds what cannot be kept', () => {
    const bytes = encodeState({ a: [1, 'two', new Float64Array(3)] });
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeState(bytes.subarray(0, length))).toThrow(RangeError);
    }
    expect(() => encodeState({ a: () => 1 })).toThrow(TypeError);
  });
});
