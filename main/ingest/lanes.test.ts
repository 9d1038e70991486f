import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lanes } from './lanes.ts';

describe('lanes', () => {
  it('gives the lowest free one from a place on, like a search through a set', () => {
    const step = fc.record({ take: fc.boolean(), from: fc.nat(3000), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), fc.nat(2100), (steps, crowd) => {
        const lanes = new Lanes();
        const taken = new Set<number>();
        const take = (from: number) => {
          let expected = from;
          while (taken.has(expected)) expected++;
          expect(lanes.take(from)).toBe(expected);
          taken.add(expected);
        };
        for (let i = 0; i < crowd; i++) take(0);
        for (const { take: taking, from, pick } of steps) {
          if (taking || taken.size === 0) take(from % (crowd + 1));
          else {
            const lane = [...taken][pick % taken.size] as number;
            lanes.release(lane);
            taken.delete(lane);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('stays quick with a hundred thousand taken', () => {
    const lanes = new Lanes();
    for (let lane = 0; lane < 100_000; lane++) expect(lanes.take(0)).toBe(lane);
    lanes.release(70_000);
    expect([lanes.take(0), lanes.take(0), lanes.used]).toEqual([70_000, 100_000, 100_001]);
  });
});
