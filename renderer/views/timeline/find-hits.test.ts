import { describe, expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { countHits, hitAtCursor } from './find-hits.ts';

const functions = { length: 4, calls: Float64Array.of(3, 10, 0, 2) } as FunctionTable;
const lit = Uint8Array.of(1, 0, 1, 1);

describe('going through what a search found', () => {
  it('counts every call of the functions found', () => {
    expect(countHits(functions, lit)).toBe(5);
  });

  it('visits each call once, function by function', () => {
    const hits = [0, 1, 2, 3, 4].map((cursor) => hitAtCursor(functions, lit, cursor));
    expect(hits).toEqual([
      { function: 0, offset: 0 },
      { function: 0, offset: 1 },
      { function: 0, offset: 2 },
      { function: 3, offset: 0 },
      { function: 3, offset: 1 },
    ]);
    expect(hitAtCursor(functions, lit, 5)).toBeNull();
    expect(hitAtCursor(functions, lit, -1)).toBeNull();
  });
});
