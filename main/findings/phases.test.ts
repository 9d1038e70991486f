import { expect, it } from 'vitest';
import type { CodeAnalysis } from '../source/index.ts';
import { createPhases } from './phases.ts';
import type { RunFacts } from './run-facts/types.ts';

const code = { calls: { from: [0, 1], functions: 3 } } as unknown as CodeAnalysis;
const facts = { table: { calls: [4, 0] } } as unknown as RunFacts;

it('tells what the source shows behind what was called, though it is known before', async () => {
  const said: string[] = [];
  const phases = createPhases(({ phase, result }) =>
    said.push(result === null ? phase : `${phase}: ${result}`),
  );
  const run = Promise.withResolvers<RunFacts>();
  const traced = phases.tracing(run.promise);
  expect(await phases.callGraph(Promise.resolve(code))).toBe(code);
  expect(said).toEqual(['tracing', 'call-graph']);
  run.resolve(facts);
  await traced;
  await Promise.resolve();
  expect(said.slice(2)).toEqual([
    'tracing: 1 functions were called',
    'call-graph: 2 calls between 3 functions in the source',
  ]);
});

it('waits for no run that there is none of, and for none that cannot be read', async () => {
  const said: string[] = [];
  const phases = createPhases(({ phase }) => said.push(phase));
  await phases.callGraph(Promise.resolve(code));
  await Promise.resolve();
  expect(said).toEqual(['call-graph', 'call-graph']);
  const failed = phases.tracing(Promise.reject(new Error('torn')));
  await phases.callGraph(Promise.resolve(code));
  await expect(failed).rejects.toThrow('torn');
  expect(said.slice(2)).toEqual(['tracing', 'call-graph', 'call-graph']);
});
