import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type Analysis, findings as findingsService, isContractError } from '#contract';
import { createGraphs } from '../source/index.ts';
import { projectFolder, writeFiles } from '../testing/folder.ts';
import { schemaErrors } from '../testing/schema.ts';
import { configSchema, readConfig } from './config.ts';
import { createFindings, findingRules, writeAnalysis } from './index.ts';

/** One worker for all: starting one takes longer than an analysis. */
const noRun = () => Promise.reject(new Error('no run'));
const source = createGraphs({
  recordings: { callTree: noRun, functions: noRun },
  entryPoints: async () => [],
});
afterAll(() => source.dispose());
const service = createFindings({
  source,
  openScan: noRun,
  fileOf: noRun,
  functionsOf: noRun,
  doneRuns: async () => [],
  pythonOf: async () => null,
  metricsOf: async () => [],
});

/** The analysis of files without a run. */
const analysed = async (files: Readonly<Record<string, unknown>>): Promise<Analysis> =>
  service.analyse({ dir: await projectFolder(files), run: null });

const drawn = ({ findings }: Analysis): string[] =>
  findings.map(({ rule, range, severity }) => `${severity} ${rule} ${range.file}:${range.line}`);

const project = {
  'package.json': { name: 'a', private: true, scripts: { start: 'node main.js' } },
  'main.js': "import { used } from './lib.js';\nused();\n",
  'lib.js': '/** Used. */\nexport function used() {}\n\nfunction dead() {}\n',
};

it('finds what is dead, and writes it as its schema says', async () => {
  const analysis = await analysed(project);
  expect(drawn(analysis)).toEqual(['low dead-code lib.js:4']);
  expect(analysis.summary).toMatchObject({
    deadCodeFunctions: 1,
    connectivityRatio: 1,
    tracedFunctions: null,
  });
  const options = { rules: findingRules, version: '1.2.3', all: true };
  const json = JSON.parse(writeAnalysis('json', analysis, options));
  expect(schemaErrors('analysis', json)).toEqual([]);
  expect(json.findings[0]).toMatchObject({ file: 'lib.js', line: 4, function: 'dead', start: 40, end: 58 });
  expect(writeAnalysis('text', analysis, options)).toContain(
    'lib.js:4 dead  dead-code\n    dead is used nowhere',
  );
  expect(writeAnalysis('markdown', analysis, options)).toContain(
    '| Dead code | `lib.js:4 dead` | dead is used nowhere |',
  );
});

it('gives the analysis of before as long as nothing that it was made of has changed', async () => {
  const dir = await projectFolder(project);
  const analyse = () => service.analyse({ dir, run: null });
  const first = await analyse();
  expect(await analyse()).toBe(first);
  await writeFiles(dir, { 'callscape.config.json': '{"rules":{"dead-code":"high"}}' });
  const second = await analyse();
  expect(drawn(second)).toEqual(['high dead-code lib.js:4']);
  expect(await analyse()).toBe(second);
  await writeFiles(dir, { 'lib.js': 'export function used() {}\n' });
  expect(drawn(await analyse())).toEqual([]);
  const report = await service.exercise({ dir, run: null, only: null, consent: true });
  const third = await analyse();
  expect(third.exercise?.outcomes).toEqual(report.outcomes);
  expect(await analyse()).toBe(third);
});

it('writes SARIF with rules, places and stable fingerprints', async () => {
  const options = { rules: findingRules, version: '1.2.3', all: true };
  const first = await analysed(project);
  const moved = await analysed({ ...project, 'lib.js': `\n\n${project['lib.js']}` });
  const [run] = JSON.parse(writeAnalysis('sarif', first, options)).runs;
  const [result] = run.results;
  expect(run.tool.driver.rules[result.ruleIndex].id).toBe('dead-code');
  expect(result.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: 'lib.js' },
    region: { startLine: 4, charOffset: 40, charLength: 18 },
  });
  expect(moved.findings[0]?.range.line).toBe(6);
  expect(moved.findings[0]?.id).toBe(first.findings[0]?.id);
});

describe('settings and comments', () => {
  it('silence a finding with a reason, and not without one', async () => {
    const ignored = await analysed({
      ...project,
      'lib.js':
        'export function used() {}\n// callscape-ignore dead-code: kept for the next version\nfunction dead() {}\n',
    });
    expect(ignored.findings).toEqual([]);
    expect(ignored.suppressed).toEqual([{ rule: 'dead-code', count: 1 }]);
    const bare = await analysed({
      ...project,
      'lib.js': 'export function used() {}\n// callscape-ignore dead-code\nfunction dead() {}\n',
    });
    expect(drawn(bare)).toEqual(['low dead-code lib.js:3']);
    expect(bare.warnings[0]).toContain('lib.js:2 silences dead-code without a reason');
  });

  it('change a severity, switch a rule off, add entries and leave files out', {
    timeout: 60_000,
  }, async () => {
    const high = await analysed({ ...project, 'callscape.config.json': { rules: { 'dead-code': 'high' } } });
    expect(drawn(high)).toEqual(['high dead-code lib.js:4']);
    const off = await analysed({ ...project, 'callscape.config.json': { rules: { 'dead-code': 'off' } } });
    expect(off.findings).toEqual([]);
    const left = await analysed({ ...project, 'callscape.config.json': { ignore: ['lib.*'] } });
    expect(left.findings).toEqual([]);
    const lone = {
      ...project,
      'lib.js': 'export function used() {}',
      'plugin.js': 'export function plug() {}',
    };
    expect(drawn(await analysed(lone))).toEqual([
      'medium disconnected-module plugin.js:1',
      'low dead-code plugin.js:1',
    ]);
    const entered = await analysed({ ...lone, 'callscape.config.json': { entry: ['plug*.js'] } });
    expect(entered.findings).toEqual([]);
  });

  it.each([
    ['{', 'is not JSON'],
    ['{"rule":{}}', 'has a key "rule", which means nothing. There are: $schema, rules,'],
    ['{"rules":{"dead":"off"}}', 'names a rule "dead", which does not exist. There are: broken-function,'],
    ['{"rules":{"dead-code":"no"}}', 'has a value at "rules.dead-code" that does not fit'],
    ['{"performance_threshold_ms":-1}', 'has a value at "performance_threshold_ms" that does not fit'],
  ])('are refused when they are wrong: %s', async (text, message) => {
    const dir = await projectFolder({ 'callscape.config.json': text });
    const ids = new Set(findingRules.map(({ id }) => id));
    await expect(readConfig(dir, ids)).rejects.toSatisfy(
      (error) => isContractError(error, 'refused') && (error as Error).message.includes(message),
    );
  });

  it('have a schema that takes what the reader takes', () => {
    const rules = Object.fromEntries(findingRules.map(({ id }) => [id, 'off']));
    const all = {
      $schema: 'x',
      rules,
      performance_threshold_ms: 5,
      sla: { 'a.js:f': 10 },
      entry: ['a'],
      ignore: ['b'],
    };
    expect(Object.keys(all).sort()).toEqual(Object.keys(configSchema.entries).sort());
    expect(schemaErrors('config', all)).toEqual([]);
    expect(schemaErrors('config', { rule: {} })).not.toEqual([]);
    expect(schemaErrors('config', { rules: { dead: 'off' } })).not.toEqual([]);
  });
});

describe('exercise', () => {
  const files = {
    'package.json': { name: 'a', main: 'main.ts' },
    'main.ts': 'export function first(list: readonly string[]): string { return list[0]!.trim(); }',
  };

  it('makes findings of functions that fail in the sandbox, as long as the source is the same', async () => {
    const dir = await projectFolder(files);
    const seen: number[] = [];
    const watch = service.onExercise({ dir }, ({ done, total }) => seen.push(done / total));
    const report = await service.exercise({ dir, run: null, only: null, consent: true });
    watch.dispose();
    expect(seen).toEqual([0, 1]);
    expect(report.outcomes).toMatchObject([
      { result: 'throws', error: 'TypeError', input: '[]', typed: true },
    ]);

    const analysis = await service.analyse({ dir, run: null });
    expect(analysis.exercise).toEqual(report);
    expect(analysis.summary.brokenFunctions).toBe(1);
    expect(drawn(analysis)).toEqual(['medium broken-function main.ts:1']);
    const options = { rules: findingRules, version: '1.2.3', all: false };
    expect(schemaErrors('analysis', JSON.parse(writeAnalysis('json', analysis, options)))).toEqual([]);
    expect(writeAnalysis('text', analysis, options)).toContain(
      '1 exported functions, called in the sandbox: 0 work, 1 throw, 0 do not end in time, 0 cannot be tested.',
    );

    await writeFiles(dir, { 'main.ts': files['main.ts'].replace('[0]!', '.at(0)!') });
    expect((await service.analyse({ dir, run: null })).exercise).toBeNull();
  });

  it('calls nothing unasked', async () => {
    const dir = await projectFolder(files);
    expect((await service.analyse({ dir, run: null })).exercise).toBeNull();
    const { exercise } = findingsService.methods;
    const asked = { dir, run: null, only: null };
    expect(v.is(exercise, asked)).toBe(false);
    expect(v.is(exercise, { ...asked, consent: false })).toBe(false);
    expect(v.is(exercise, { ...asked, consent: true })).toBe(true);
  });

  it('of one function puts its outcome among those there were', async () => {
    const dir = await projectFolder({
      ...files,
      'main.ts': `${files['main.ts']}\nexport function second(): number { return 2; }`,
    });
    const exercise = (name: string, line: number) =>
      service.exercise({ dir, run: null, only: [{ file: 'main.ts', name, line }], consent: true });
    const results = async () =>
      (await service.analyse({ dir, run: null })).exercise?.outcomes.map(
        ({ function: { name }, result }) => `${name} ${result}`,
      );
    await exercise('first', 1);
    expect(await results()).toEqual(['first throws']);
    await exercise('second', 2);
    expect(await results()).toEqual(['first throws', 'second works']);
    await exercise('first', 1);
    expect(await results()).toEqual(['second works', 'first throws']);
  });
});
