import { describe, expect, test } from 'vitest';
import { misplaced, readFlaws } from './flawList.ts';
import { sampleFolder } from './runSample.ts';

/** The number of rows is stated so that a table which no longer parses cannot pass. */
const SAMPLES = [
  { sample: 'shop', rows: 43 },
  { sample: 'datajob', rows: 36 },
] as const;

describe.each(SAMPLES)('the flaws of the sample $sample', ({ sample, rows }) => {
  const folder = sampleFolder(sample);
  const flaws = readFlaws(folder);

  test('are all listed with their places', () => {
    expect(flaws.length).toBe(rows);
  });

  test('stand where FLAWS.md says that they do', () => {
    expect(flaws.flatMap((flaw) => misplaced(folder, flaw))).toEqual([]);
  });
});
