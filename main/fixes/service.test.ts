import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { FixProposals, ProofCheck, Services } from '#contract';
import { createEngine } from '../engine.ts';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';

const node = `"${process.execPath}"`;

/** A project whose app says what it loaded, and whose test asks the same of `total`. */
const shop = (files: Record<string, unknown> = {}) => ({
  'package.json': {
    name: 'shop',
    type: 'module',
    scripts: { start: 'node main.js', test: `${node} check.js` },
  },
  'main.js':
    "import { total } from './totals.js';\nimport { name } from './names.js';\nconsole.log(name(), total([1, 2]));\n",
  'totals.js':
    'export function total(list) {\n  let sum = 0;\n  for (const one of list) sum += one;\n  return sum;\n}\n\nfunction unused() {\n  return 1;\n}\n',
  'names.js': "export function name() {\n  return 'shop';\n}\n\nexport function nobody() {\n  return 2;\n}\n",
  'check.js': "import { total } from './totals.js';\nif (total([2, 3]) !== 5) process.exit(1);\n",
  ...files,
});

async function workbench(files: Record<string, unknown>) {
  const dir = await projectFolder(files);
  const dataDir = temporaryFolder();
  const engine = await createEngine({ dataDir });
  onTestFinished(() => engine.dispose());
  const { services } = engine;
  const text = (path: string) => (existsSync(join(dir, path)) ? readFileSync(join(dir, path), 'utf8') : null);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.c', ...args], {
      cwd: dir,
      encoding: 'utf8',
    });
  return { dir, services, text, git, fixes: services.fixes };
}

/** The run that findings are judged with. */
async function runOnce({ runs }: Services, dir: string, command = `${node} main.js`) {
  const ended = Promise.withResolvers<string>();
  const listener = runs.onChanged({ dir }, ({ id, state }) => {
    if (state === 'done') ended.resolve(id);
  });
  await runs.start({ dir, command, level: 2, columns: 80, rows: 24 });
  const run = await ended.promise;
  listener.dispose();
  return run;
}

const idsOf = ({ fixes }: FixProposals, ...rules: string[]) =>
  fixes.filter(({ finding }) => rules.includes(finding.rule)).map(({ id }) => id);
const outcomes = (checks: readonly ProofCheck[] = []) =>
  Object.fromEntries(checks.map(({ subject, outcome }) => [subject, outcome]));

describe('fixes', () => {
  it('are proved by running the tests and the app before and after, and say what they saw', async () => {
    const { dir, services, fixes, text } = await workbench(shop());
    const run = await runOnce(services, dir);
    const proposals = await fixes.propose({ dir, run });
    expect(proposals.proof).toEqual({ tests: 'npm run test', command: `${node} main.js` });
    const { applied, proof } = await fixes.apply({
      dir,
      fixes: idsOf(proposals, 'dead-code'),
      proof: {},
      commit: false,
    });
    expect(proof?.verdict, JSON.stringify(proof?.checks)).toBe('proved');
    expect(outcomes(proof?.checks)).toEqual({
      finding: 'passed',
      tests: 'passed',
      exit: 'passed',
      output: 'passed',
      errors: 'passed',
      time: expect.stringMatching(/passed|unknown/),
      findings: 'passed',
      connectivity: 'passed',
    });
    expect(text('totals.js')).not.toContain('unused');
    expect(applied.map(({ state }) => state)).toEqual(['applied', 'applied']);
    // The verdict and both runs stay with the fix.
    const [last] = await fixes.history({ dir });
    expect(last?.proof).toEqual(proof);
    const kept = (await services.runs.list({ dir })).map(({ id }) => id);
    expect(kept).toEqual(expect.arrayContaining([proof?.before, proof?.after]));
    expect(kept).toHaveLength(3);
  }, 60_000);

  it('that break a test are taken back at once', async () => {
    const breaks =
      "import { readFileSync } from 'node:fs';\nif (!readFileSync(['totals', 'js'].join('.'), 'utf8').includes('unused')) process.exit(1);\n";
    const { dir, services, fixes, text } = await workbench(shop({ 'check.js': breaks }));
    const before = text('totals.js');
    const proposals = await fixes.propose({ dir, run: await runOnce(services, dir) });
    const ofTotals = proposals.fixes.filter(({ finding }) => finding.file === 'totals.js');
    const { applied, proof } = await fixes.apply({
      dir,
      fixes: ofTotals.map(({ id }) => id),
      proof: {},
      commit: false,
    });
    expect(proof?.verdict).toBe('worse');
    expect(outcomes(proof?.checks)).toMatchObject({ tests: 'failed', output: 'passed' });
    expect(applied.every(({ state }) => state === 'undone')).toBe(true);
    expect(text('totals.js')).toBe(before);
  }, 60_000);

  it('of which one makes something worse lose that one, and the others stay with a proof of their own', async () => {
    const breaks =
      "import { readFileSync } from 'node:fs';\nif (!readFileSync(['totals', 'js'].join('.'), 'utf8').includes('unused')) process.exit(1);\n";
    const { dir, services, fixes, text } = await workbench(shop({ 'check.js': breaks }));
    const before = text('totals.js');
    const proposals = await fixes.propose({ dir, run: await runOnce(services, dir) });
    const { applied, left, takenBack, proof } = await fixes.apply({
      dir,
      fixes: idsOf(proposals, 'dead-code'),
      proof: {},
      commit: false,
    });
    const guilty = proposals.fixes.find(({ finding }) => finding.file === 'totals.js');
    expect(takenBack).toEqual([guilty?.id]);
    expect(left).toEqual([{ id: guilty?.id, reason: expect.stringContaining('The tests passed before') }]);
    expect(proof?.verdict, JSON.stringify(proof?.checks)).toBe('proved');
    expect(text('totals.js')).toBe(before);
    expect(text('names.js')).not.toContain('nobody');
    // The history has each of them once, with what was seen of it.
    const history = await fixes.history({ dir });
    expect(history.map((one) => [one.finding?.file, one.state, one.proof?.verdict]).sort()).toEqual([
      ['names.js', 'applied', 'proved'],
      ['totals.js', 'undone', 'worse'],
    ]);
    expect(applied.map(({ id }) => id)).toEqual(
      history.flatMap(({ id, state }) => (state === 'applied' ? id : [])),
    );
  }, 120_000);

  it('that change what the app prints are taken back at once', async () => {
    const main =
      "import { readFileSync } from 'node:fs';\nconsole.log(readFileSync(['totals', 'js'].join('.'), 'utf8').includes('unused'));\n";
    const { dir, services, fixes, text } = await workbench(shop({ 'main.js': main }));
    const before = text('totals.js');
    const proposals = await fixes.propose({ dir, run: await runOnce(services, dir) });
    const ids = idsOf(proposals, 'dead-code', 'unused-export');
    expect(ids.length).toBeGreaterThan(0);
    const { proof } = await fixes.apply({ dir, fixes: ids, proof: { tests: null }, commit: false });
    expect(outcomes(proof?.checks)).toMatchObject({ output: 'failed' });
    expect(text('totals.js')).toBe(before);
  }, 60_000);

  it('are inconclusive, and stay, where nothing can be run', async () => {
    const { dir, fixes, text } = await workbench(
      shop({ 'package.json': { name: 'shop', type: 'module', main: 'main.js' } }),
    );
    const proposals = await fixes.propose({ dir, run: null });
    expect(proposals.proof).toEqual({ tests: null, command: null });
    const { proof } = await fixes.apply({
      dir,
      fixes: idsOf(proposals, 'dead-code'),
      proof: {},
      commit: false,
    });
    expect(proof?.verdict).toBe('inconclusive');
    expect(outcomes(proof?.checks)).toMatchObject({ finding: 'passed', tests: 'unknown', exit: 'unknown' });
    expect(text('totals.js')).not.toContain('unused');
  });

  it('are taken back when the proof is cancelled', async () => {
    const { dir, fixes, text } = await workbench(shop());
    const before = text('totals.js');
    const proposals = await fixes.propose({ dir, run: null });
    const abort = new AbortController();
    fixes.onProgress({ dir }, ({ phase }) => {
      if (phase === 'after') abort.abort();
    });
    const applying = fixes.apply(
      { dir, fixes: idsOf(proposals, 'dead-code'), proof: {}, commit: false },
      abort.signal,
    );
    await expect(applying).rejects.toThrow();
    expect(text('totals.js')).toBe(before);
  }, 60_000);

  it('become commits, one each, where a person asks for it', async () => {
    const { dir, fixes, git } = await workbench(shop());
    git('init', '-q');
    git('config', 'user.name', 'A');
    git('config', 'user.email', 'a@b.c');
    git('add', '.');
    git('commit', '-qm', 'begin');
    const proposals = await fixes.propose({ dir, run: null });
    expect(proposals.git).toBe(true);
    const { applied, notes } = await fixes.apply({
      dir,
      fixes: idsOf(proposals, 'dead-code'),
      proof: null,
      commit: true,
    });
    expect(notes).toEqual([]);
    const log = git('log', '--format=%H %s').trim().split('\n').reverse().slice(1);
    expect(log).toEqual(applied.map(({ commit, title, finding }) => `${commit} ${title} (${finding?.file})`));
    expect(git('status', '--porcelain')).toBe('');
  });

  it('say which of their files have changes that are not committed, and refuse to commit those', async () => {
    const { dir, fixes, git, text } = await workbench(shop());
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'begin');
    writeFileSync(join(dir, 'totals.js'), `${text('totals.js')}\n// mine\n`);
    const proposals = await fixes.propose({ dir, run: null });
    expect(
      Object.fromEntries(proposals.fixes.map(({ finding, uncommitted }) => [finding.file, uncommitted])),
    ).toMatchObject({
      'totals.js': ['totals.js'],
      'names.js': [],
    });
    const ids = idsOf(proposals, 'dead-code');
    await expect(fixes.apply({ dir, fixes: ids, proof: null, commit: true })).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('totals.js has changes that are not committed'),
    });
  });

  it('start no program that a folder names in its Git configuration', async () => {
    const { dir, fixes, git } = await workbench(shop());
    git('init', '-q');
    git('config', 'core.fsmonitor', 'touch started-by-git');
    await fixes.propose({ dir, run: null });
    expect(existsSync(join(dir, 'started-by-git'))).toBe(false);
  });

  it('that the TypeScript compiler would complain about are not applied', async () => {
    const { dir, fixes, text } = await workbench({
      'package.json': { name: 'typed', type: 'module', scripts: { start: 'node main.ts' } },
      'tsconfig.json': {
        compilerOptions: { strict: true, module: 'nodenext', noEmit: true, allowImportingTsExtensions: true },
      },
      'main.ts': "import { a } from './utlis.ts';\nconst n: number = a;\nconsole.log(n);\n",
      'utils.ts': "export const a: string = 'x';\n",
    });
    const installed = dirname(createRequire(import.meta.url).resolve('typescript-5/package.json'));
    await mkdir(join(dir, 'node_modules'));
    symlinkSync(installed, join(dir, 'node_modules', 'typescript'));
    const proposals = await fixes.propose({ dir, run: null });
    const ids = idsOf(proposals, 'missing-import');
    expect(ids).toHaveLength(1);
    await expect(fixes.apply({ dir, fixes: ids, proof: null, commit: false })).rejects.toMatchObject({
      message: expect.stringContaining('TS2322'),
    });
    expect(text('main.ts')).toContain('utlis');
  }, 60_000);

  it('are previewed together as they will be applied, and known no more once the source has changed', async () => {
    const { dir, fixes, text } = await workbench(shop());
    const proposals = await fixes.propose({ dir, run: null });
    const ids = idsOf(proposals, 'dead-code');
    const preview = await fixes.preview({ dir, fixes: ids });
    await fixes.apply({ dir, fixes: ids, proof: null, commit: false });
    for (const { path, after } of preview.files) expect(text(path)).toBe(after);
    await fixes.propose({ dir, run: null });
    await expect(fixes.preview({ dir, fixes: ids })).rejects.toMatchObject({ code: 'not-found' });
  });
});
