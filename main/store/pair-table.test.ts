import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PairTable } from './pair-table.ts';

const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer());

describe('a table of pairs', () => {
  it('finds the row of every pair that was added, and none for others', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { maxLength: 600 }),
        fc.tuple(number, number),
        (pairs, other) => {
          const table = new PairTable();
          const model = new Map<string, number>();
          for (const [row, [a, b]] of pairs.entries()) {
            if (model.has(`${a},${b}`)) continue;
            table.add(a, b, row);
            model.set(`${a},${b}`, row);
          }
          for (const [a, b] of [...pairs, other]) expect(table.find(a, b)).toBe(model.get(`${a},${b}`) ?? -1);
          expect(table.size).toBe(model.size);
        },
      ),
    );
  });
});
