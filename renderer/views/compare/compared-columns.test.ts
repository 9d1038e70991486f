import { expect, it } from 'vitest';
import type { ComparedFunction } from '#contract';
import { comparedColumns, comparedKey } from './compared-columns.tsx';

const compared = (before: number | null, after: number | null | undefined) =>
  ({
    ...{ identity: { file: 'a.js', name: 'f', line: 1 }, verdict: 'unchanged' },
    base: before === null ? null : { memorySelfBytes: before },
    next: { memorySelfBytes: after },
  }) as unknown as ComparedFunction;

it('the change of memory stands beside that of the times, where both runs have a profile of it', () => {
  const titles = (withMemory: boolean) => comparedColumns([], 'light', withMemory).map(({ title }) => title);
  expect(titles(true).slice(5, 8)).toEqual(['Total Δ', 'Mem self Δ', 'Mem total Δ']);
  expect(titles(false)).toEqual(titles(true).filter((title) => !title.startsWith('Mem')));
});

it('a function that only one run has held nothing in the other, and what is not known changes by nothing known', () => {
  const rows = [compared(100, 350), compared(null, 350), compared(100, null)];
  expect(comparedKey(rows, 'memorySelf')).toEqual(Float64Array.of(250, 350, Number.NaN));
});
