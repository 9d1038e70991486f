import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLineIn } from '../testing/command-line.ts';
import { temporaryFolder, writeFiles } from '../testing/folder.ts';

/** One finding of high severity, one of low, and a parameter that no call of the run gives. */
const files = {
  'package.json':
    '{\n  "name": "case",\n  "type": "module",\n  "scripts": {\n    "start": "node main.js",\n    "test": "node check.js"\n  }\n}\n',
  'main.js':
    "import { total } from './totl.js';\n\nfunction lost() {\n  return 1;\n}\n\nfor (let n = 0; n < 30; n++) console.log(total(n));\n",
  'total.js': 'export function total(n, rate) {\n  return n * (rate ?? 1);\n}\n',
  'check.js': "import { total } from './total.js';\nif (total(2, 3) !== 6) process.exit(1);\n",
};

describe('callscape fix', () => {
  async function inProject() {
    const folder = temporaryFolder();
    await writeFiles(folder, files);
    const now = () =>
      Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    return { now, ...commandLineIn(folder) };
  }

  it('shows what it would do, by rule and severity, and writes nothing', async () => {
    const { callscape, now } = await inProject();
    const all = await callscape('fix', '--dry-run');
    expect(all.code, all.stderr).toBe(0);
    expect(all.stdout).toContain("+import { total } from './total.js';");
    expect(all.stdout).toContain('-function lost() {');
    const high = await callscape('fix', '--severity', 'high', '--format', 'json');
    expect(JSON.parse(high.stdout)).toMatchObject({
      format: 'callscape-fixes',
      version: 3,
      fixes: [{ finding: { rule: 'missing-import', severity: 'high' }, id: null, state: null }],
    });
    const rule = await callscape('fix', '--rule', 'dead-code', '--format', 'json');
    expect(JSON.parse(rule.stdout).fixes).toHaveLength(1);
    expect(now()).toEqual(files);
  }, 60_000);

  it.each([
    [['--apply', '--dry-run'], 'Choose one of --dry-run and --apply.'],
    [['--validate'], '--validate goes with --apply.'],
    [['--rule', 'nothing'], 'never-given'],
    [['--undo', 'no-such-fix'], 'no-such-fix'],
  ])(
    'says what is wrong with %j',
    async (args, words) => {
      const { callscape, now } = await inProject();
      const { code, stderr } = await callscape('fix', ...args);
      expect(code).not.toBe(0);
      expect(stderr).toContain(words);
      expect(now()).toEqual(files);
    },
    60_000,
  );

  it('applies what it is told to, proves it, keeps it in the history, and takes it back by its id', async () => {
    const { callscape, now } = await inProject();
    const applied = await callscape('fix', '--severity', 'high', '--apply', '--format', 'json');
    const [{ id, state }] = JSON.parse(applied.stdout).fixes;
    expect(state).toBe('applied');
    expect(now()['main.js']).toContain("'./total.js'");
    const mended = now();

    const run = await callscape('run', '--level', '2', '--name', 'all', '--', process.execPath, 'main.js');
    expect(run.code, run.stderr).toBe(0);
    const unasked = await callscape('fix', '--run', 'all', '--rule', 'never-given', '--apply');
    expect(unasked.stdout).toContain('1 more is right only if you mean it; --intended shows it.');
    expect(now()).toEqual(mended);

    const rule = ['--rule', 'never-given', '--intended'];
    const proved = await callscape('fix', '--run', 'all', ...rule, '--apply', '--validate');
    expect(proved.code, proved.stderr).toBe(0);
    expect(proved.stdout).toContain('Verdict: proved');
    expect(now()['total.js']).toBe(
      `/** @param rate No recorded call gave it (30 calls). */\n${files['total.js']}`,
    );

    const history = await callscape('fix', '--history', '--format', 'json');
    expect(JSON.parse(history.stdout)).toMatchObject([
      { state: 'applied', proof: { verdict: 'proved' } },
      { id, state: 'applied', proof: null },
    ]);
    expect((await callscape('fix', '--undo', id)).code).toBe(0);
    expect(now()).toMatchObject({ 'main.js': files['main.js'] });
    await callscape('fix', '--undo', 'all');
    expect(now()).toEqual(files);
  }, 120_000);
});
