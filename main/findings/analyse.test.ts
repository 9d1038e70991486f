import { expect, it } from 'vitest';
import type { AnalysisSoFar } from '#contract';
import { openSpanColumns } from '../query/span-columns.ts';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { projectFolder } from '../testing/folder.ts';
import { analyse, type Parts } from './analyse.ts';
import { defaultConfig } from './config.ts';
import { collectRunFacts, sumsOf } from './run-facts/collect.ts';

const ms = 1e6;
/** `slow` takes 400 ms in its one call; `dead` is not used. */
const source = {
  'package.json': { name: 'a', main: 'a.js' },
  'a.js': 'slow();\nfunction slow() {}\nfunction dead() {}\n',
};
const recording = (): string =>
  recordingOf(
    new SpoolBuilder({ threadId: 0 })
      .functions([{ name: 'slow', file: 'a.js', line: 2 }])
      .events([
        { op: 'enter', fn: 0, at: 0 },
        { op: 'exit', at: 400 * ms },
      ])
      .end(),
  );

/** An analysis whose parts the test lets come, one by one. */
async function begun() {
  const code = await analyseCode(await projectFolder(source), createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  const columns = openSpanColumns(recording());
  const sums = sumsOf('r1', columns);
  const facts = collectRunFacts(sums, columns, []);
  columns.dispose();
  const coming = {
    code: Promise.withResolvers<typeof code>(),
    table: Promise.withResolvers<typeof sums.table>(),
    sums: Promise.withResolvers<typeof sums>(),
    facts: Promise.withResolvers<typeof facts>(),
  };
  const parts: Parts = {
    run: 'r1',
    config: defaultConfig,
    code: coming.code.promise,
    facts: coming.facts.promise,
    table: coming.table.promise,
    sums: coming.sums.promise,
    others: Promise.resolve([]),
    exerciseOf: async () => null,
  };
  const heard: AnalysisSoFar[] = [];
  const analysis = analyse(parts, { say: () => undefined, sayPart: (part) => heard.push(part) });
  return {
    heard,
    analysis,
    fails: { code: coming.code.reject, facts: coming.facts.reject },
    comes: {
      code: () => coming.code.resolve(code),
      table: () => coming.table.resolve(sums.table),
      sums: () => coming.sums.resolve(sums),
      facts: () => coming.facts.resolve(facts),
    },
  };
}

const drawn = ({ findings, pending }: AnalysisSoFar): string =>
  `${findings.map(({ rule }) => rule).join(' ')} | ${pending.join(' ')}`;

it('tells what is known of the run before the source is read', async () => {
  const { heard, analysis, comes } = await begun();
  comes.table();
  await expect.poll(() => heard.length).toBe(1);
  expect(heard[0]).toMatchObject({ summary: { tracedFunctions: 1 }, findings: [] });
  comes.facts();
  await expect.poll(() => heard.length).toBe(2);
  expect(heard[1]?.summary).toEqual({ tracedFunctions: 1, avgResponseMs: 400, p95ResponseMs: 400 });
  expect(heard.map(drawn)).toEqual([
    ' | tracing call-graph dead-code connectivity broken performance',
    ' | call-graph dead-code connectivity broken performance',
  ]);
  comes.code();
  expect((await analysis).summary).toMatchObject({ tracedFunctions: 1, deadCodeFunctions: 1 });
});

it('tells what the source shows before the calls are read, and takes nothing of it back', async () => {
  const { heard, analysis, comes } = await begun();
  comes.code();
  comes.sums();
  await expect.poll(() => heard.some(({ findings }) => findings.length > 0)).toBe(true);
  const part = heard.at(-1);
  expect(part && drawn(part)).toBe('dead-code | tracing broken performance');
  expect(part?.summary).toMatchObject({ deadCodeFunctions: 1, connectivityRatio: 1 });
  // Nobody has looked yet: these are not 0.
  for (const figure of ['brokenFunctions', 'slowFunctions', 'avgResponseMs', 'p95ResponseMs'])
    expect(part?.summary).not.toHaveProperty(figure);
  comes.facts();
  const whole = await analysis;
  expect(whole.findings.map(({ rule }) => rule)).toContain('slow-function');
  for (const finding of part?.findings ?? []) expect(whole.findings).toContainEqual(finding);
});

it.each(['code', 'facts'] as const)('ends with why its %s cannot be had', async (part) => {
  const { analysis, comes, fails } = await begun();
  const other = part === 'code' ? 'facts' : 'code';
  comes.sums();
  comes[other]();
  fails[part](new Error('it is gone'));
  await expect(analysis).rejects.toThrow('it is gone');
});
