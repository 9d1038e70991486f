import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext, identityKey, type OtherRun } from './context.ts';
import { rule } from './rules/slower-than-before.ts';
import type { RunFacts } from './run-facts/types.ts';

/** What the rule says of `work`, which takes 30 ms in 3 calls of the run, after runs with these averages in ms. */
async function said(before: readonly number[], isEarlier = true): Promise<string[]> {
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': 'export function work() {}',
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const { functions: table } = drawnRun('work a.js:1 3x 30000000ns');
  const run = { run: 'r', table, slowest: [''] } as unknown as RunFacts;
  const others = before.map(
    (ms): OtherRun => ({
      taken: new Map([[identityKey('a.js', 'work', 1), { calls: 4, selfNs: ms * 4e6 }]]),
      isEarlier,
    }),
  );
  return [...rule.find(createContext(code, defaultConfig, run, others))].map(({ message }) => message);
}

it('names a function that takes longer than in any run before', async () => {
  expect(await said([5, 4, 6])).toEqual([
    'work takes 10 ms of its own for a call, and took at most 6 ms in 3 runs before',
  ]);
});

it('says nothing where runs differ as much among themselves, are few, or came later', async () => {
  expect(await said([5, 8, 4])).toEqual([]);
  expect(await said([5, 4])).toEqual([]);
  expect(await said([5, 4, 6], false)).toEqual([]);
});
