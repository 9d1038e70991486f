import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { drawnRun } from '../testing/drawn-run.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext, identityKey, type OtherRun } from './context.ts';
import { rule } from './rules/never-called.ts';
import type { RunFacts } from './run-facts/types.ts';

/** What is said of a run that loaded two functions and called the first; the others called the second so often. */
async function said(...others: readonly number[]): Promise<string[]> {
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': 'export function used() { if (globalThis.x) idle(); }\nfunction idle() {}',
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const { functions: table } = drawnRun('used a.js:1 3x 10ns\nidle a.js:2 0x 0ns');
  const run = { run: 'r', table } as unknown as RunFacts;
  const runs = others.map(
    (calls): OtherRun => ({
      isEarlier: true,
      taken: new Map([[identityKey('a.js', 'idle', 2), { calls, selfNs: 0 }]]),
    }),
  );
  return [...rule.find(createContext(code, defaultConfig, run, runs))].map(
    ({ message, confidence, evidence }) => `${message}, ${confidence}: ${evidence[0]?.text}`,
  );
}

it('tells never in this run from never in any run, by how many were looked at', async () => {
  expect(await said()).toEqual([
    'idle was never called, medium: 1 run of the project loaded it, and none called it.',
  ]);
  expect(await said(0, 0)).toEqual([
    'idle was never called, high: 3 runs of the project loaded it, and none called it.',
  ]);
  expect(await said(0, 2)).toEqual([]);
});
