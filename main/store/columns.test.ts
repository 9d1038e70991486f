import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTable, packTable, Table } from './columns.ts';

const MAX = 2 ** 51;
const numbers = fc.array(
  fc.oneof(
    fc.nat(3),
    fc.nat(70_000),
    fc.maxSafeNat().map((n) => n % MAX),
    fc.integer({ min: -1000, max: 0 }),
  ),
  { maxLength: 300 },
);

describe('a table of columns', () => {
  it('gives back every whole number in either mode', () => {
    fc.assert(
      fc.property(numbers, fc.constantFrom('offset', 'delta'), (values, mode) => {
        const page = packTable(values.length, [{ id: 3, mode, values: Float64Array.from(values) }]);
        expect([...Table.unpack(page).float64(3)]).toEqual(values);
      }),
    );
  });

  it('gives back 32-bit columns as 32-bit columns', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 })),
        fc.constantFrom('offset', 'delta'),
        (values, mode) => {
          const page = packTable(values.length, [{ id: 1, mode, values: Int32Array.from(values) }]);
          expect([...Table.unpack(page).int32(1)]).toEqual(values);
        },
      ),
    );
  });

  it('gives back all 32 bits of captured words', () => {
    const words = Int32Array.from([0, -1, 2 ** 31 - 1, -(2 ** 31), 5]);
    const page = packTable(words.length, [{ id: 1, mode: 'offset', values: words }]);
    expect([...Table.unpack(page).int32(1)]).toEqual([...words]);
  });

  it('takes no bytes for a column of equal numbers', () => {
    const equal = new Float64Array(1000).fill(7);
    expect(encodeTable(1000, [{ id: 1, mode: 'offset', values: equal }]).length).toBe(20);
  });

  it('knows what all rows of a column have in common, and only then', () => {
    const columns = [
      [7, 7],
      [7, 8],
      [8, 7],
    ].map((values, id) => ({ id, mode: 'offset', values: Uint8Array.from(values) }) as const);
    const table = new Table(encodeTable(2, columns));
    expect(columns.map(({ id }) => table.constant(id))).toEqual([7, undefined, undefined]);
  });

  it('gives the first and the last number of a column that never falls', () => {
    const some = fc.tuple(numbers, fc.nat(MAX - 1)).map(([values, last]) => [...values, last]);
    fc.assert(
      fc.property(some, fc.constantFrom('offset', 'delta'), (some, mode) => {
        const values = Float64Array.from(some).sort();
        const table = Table.unpack(packTable(values.length, [{ id: 3, mode, values }]));
        expect(table.endsOfRising(3)).toEqual([values[0], values.at(-1)]);
      }),
    );
  });

  it('never gives numbers from a page with a flipped bit', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => (i * 7919) % 1000);
    for (const compressed of [true, false]) {
      const page = packTable(500, [{ id: 1, mode: 'offset', values }], compressed);
      for (let byte = 0; byte < page.length; byte += 3) {
        const bad = Buffer.from(page);
        bad[byte] = (bad[byte] as number) ^ 4;
        expect(() => Table.unpack(bad).float64(1)).toThrow(expect.objectContaining({ code: 'damaged' }));
      }
    }
  });

  it('says that a page cut short is damaged', () => {
    const page = packTable(3, [{ id: 1, mode: 'offset', values: Float64Array.of(1, 2, 3) }]);
    for (let length = 0; length < page.length; length++) {
      expect(() => Table.unpack(page.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'damaged' }),
      );
    }
  });
});
