import fc from 'fast-check';
import { expect, it } from 'vitest';
import { C, DensityCells } from './density-cells.ts';

const WIDTH = 100;

/** By lane, then bucket: lane, bucket, count, errors. */
function listed(cells: DensityCells): number[][] {
  const all: number[][] = [];
  for (let lane = 0; lane < cells.lanes; lane++) {
    for (let x = cells.next(lane, 0); x < WIDTH; x = cells.next(lane, x + 1)) {
      const c = cells.placeOf(lane, x);
      all.push([lane, x, cells.numbers[c + C.count] as number, cells.numbers[c + C.errors] as number]);
    }
  }
  return all;
}

const spans = fc.array(
  fc.record({ lane: fc.nat(300), x: fc.nat(WIDTH - 1), count: fc.integer({ min: 1, max: 9 }) }),
  { maxLength: 400 },
);

it('lists each cell with what was counted in it, by lane and then by bucket, also when its room was used before', () => {
  fc.assert(
    fc.property(spans, (added) => {
      const cells = DensityCells.take(WIDTH);
      const expected = new Map<number, number[]>();
      for (const { lane, x, count } of added) {
        cells.add(lane, x, count, count % 2, 1);
        const [, , counted, failed] = expected.get(lane * WIDTH + x) ?? [lane, x, 0, 0];
        expected.set(lane * WIDTH + x, [
          lane,
          x,
          (counted as number) + count,
          (failed as number) + (count % 2),
        ]);
      }
      expect(listed(cells)).toEqual([...expected].sort(([a], [b]) => a - b).map(([, cell]) => cell));
      expect(cells.length).toBe(expected.size);
      cells.release();
    }),
  );
});
