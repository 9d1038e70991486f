import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { openView, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/** Two functions that nothing uses; the tests mind one of them. */
const files = {
  'package.json': JSON.stringify({
    name: 'stall',
    type: 'module',
    scripts: { start: 'node main.js', test: 'node check.js' },
  }),
  'main.js':
    "import { total } from './cart.js';\nimport { tax } from './tax.js';\nconsole.log(total([1, 2]) + tax(3));\n",
  'cart.js':
    'export function total(list) {\n  return list.reduce((sum, one) => sum + one, 0);\n}\n\nfunction forgotten() {\n  return 1;\n}\n',
  'tax.js':
    'export function tax(n) {\n  return n * 2;\n}\n\n/** The tests look for it. */\nfunction minded() {\n  return 2;\n}\n',
  'check.js':
    "import { readFileSync } from 'node:fs';\nif (!readFileSync(['tax', 'js'].join('.'), 'utf8').includes('minded')) process.exit(1);\n",
};

/** What is low in three files, of which one ends its lines as on Windows, and what is not low in a fourth. */
const graded = {
  'package.json': JSON.stringify({
    name: 'graded',
    type: 'module',
    scripts: { start: 'node main.js', test: 'node check.js' },
  }),
  'main.js':
    "import { one } from './one.js';\nimport { two } from './two.js';\nimport { both } from './both.js';\nconsole.log(one(1) + two(2), await both());\n\nfunction nowhere() {\n  return 0;\n}\n",
  'one.js': 'export function one(n) {\n  return n;\n}\n\nfunction lost() {\n  return 1;\n}\n',
  'two.js': 'export function two(n) {\r\n  return n;\r\n}\r\n\r\nfunction gone() {\r\n  return 2;\r\n}\r\n',
  'both.js':
    "const first = async () => 'a';\nconst second = async () => 'b';\nexport async function both() {\n  const a = await first();\n  const b = await second();\n  return a + b;\n}\n",
  'check.js': "import { both } from './both.js';\nif ((await both()) !== 'ab') process.exit(1);\n",
};

describeOnHosts('fixes', (host) => {
  let folder: TemporaryFolder;
  let project: string;
  let app: AppUnderTest;

  /** Opens a project of these files, and runs it. */
  async function open(name: string, contents: Readonly<Record<string, string>>): Promise<void> {
    folder = temporaryFolder();
    project = join(folder.path, name);
    mkdirSync(project);
    for (const [path, text] of Object.entries(contents)) writeFileSync(join(project, path), text);
    app = await host.start({ dataDir: join(folder.path, 'data') });
    await app.openProject(project);
    await app.page.getByRole('button', { name: `Project: ${name}` }).waitFor();
    await pressRun(app.page);
    await runBecomes(app.page, 'exit 0');
  }
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  const now = () =>
    Object.fromEntries(readdirSync(project).map((name) => [name, readFileSync(join(project, name), 'utf8')]));

  test('of one severity are previewed as one change, proved together, and undone to the byte', async () => {
    await open('graded', graded);
    const { page } = app;
    await openView(page, 'Fixes');
    const proposed = page.getByRole('list', { name: 'Proposed fixes' });
    await proposed.getByRole('checkbox', { name: /both\.js/ }).waitFor();
    await page.getByRole('toolbar', { name: 'Choose fixes' }).getByRole('button', { name: 'low' }).click();
    expect(await proposed.getByRole('checkbox', { checked: true }).count()).toBe(3);
    expect(await proposed.getByRole('checkbox', { name: /both\.js/ }).isChecked()).toBe(false);

    // One preview has every file, and nothing is written for it.
    await page.getByRole('button', { name: 'Preview all' }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('3 fixes in 3 files').waitFor();
    for (const [path, text] of [
      ['main.js', 'function nowhere'],
      ['one.js', 'function lost'],
      ['two.js', 'function gone'],
    ])
      await preview
        .getByRole('region', { name: `Change of ${path}` })
        .getByText(String(text))
        .waitFor();
    expect(await preview.getByRole('region', { name: /^Change of/ }).count()).toBe(3);
    expect(now()).toEqual(graded);

    await page.getByRole('button', { name: 'Apply and prove 3 fixes' }).click();
    const status = page.getByRole('status', { name: 'Applying fixes' });
    await status.getByRole('progressbar', { name: 'Progress' }).waitFor();
    await status.getByText(/^Before the fix: /).waitFor();
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('3 fixes are applied.').waitFor({ timeout: 120_000 });
    await result.getByText('Proved', { exact: true }).waitFor();
    await result.getByText('The tests pass, as they did before.').waitFor();
    expect(now()).toEqual({
      ...graded,
      'main.js': graded['main.js'].split('\n').slice(0, 4).concat('').join('\n'),
      'one.js': 'export function one(n) {\n  return n;\n}\n',
      'two.js': 'export function two(n) {\r\n  return n;\r\n}\r\n',
    });

    // Each is a fix of its own in the history, with its verdict, and all go back at once.
    await page.getByRole('button', { name: /^History/ }).click();
    const history = page.getByRole('list', { name: 'Applied fixes' });
    expect(await history.getByRole('listitem').count()).toBe(3);
    for (const fix of await history.getByRole('button').all()) {
      await fix.click();
      await page
        .getByRole('region', { name: 'Fix', exact: true })
        .getByText('Proved', { exact: true })
        .waitFor();
    }
    await page.getByRole('button', { name: 'Undo all' }).click();
    await eventually(() => expect(now()).toEqual(graded));
    expect(app.problems).toEqual([]);
  });

  test('are chosen, proved by running the app, kept with their proof, and undone to the byte', async () => {
    await open('stall', files);
    const { page } = app;
    await openView(page, 'Fixes');
    const proposed = page.getByRole('list', { name: 'Proposed fixes' });
    await proposed.getByRole('checkbox', { name: /tax\.js/ }).click();
    await page.getByRole('button', { name: 'Preview all' }).click();
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview
      .getByRole('region', { name: 'Change of cart.js' })
      .getByText('function forgotten')
      .waitFor();
    expect(await preview.getByRole('region', { name: /^Change of/ }).count()).toBe(1);
    expect(now()).toEqual(files);

    await page.getByRole('button', { name: /^Apply and prove/ }).click();
    const result = page.getByRole('region', { name: 'Result' });
    await result.getByText('Proved', { exact: true }).waitFor({ timeout: 120_000 });
    await result.getByText('The output is the same.').waitFor();
    expect(now()['cart.js']).not.toContain('forgotten');
    await eventually(async () => expect(await proposed.getByRole('listitem').count()).toBe(1));

    // The proof stays with the fix, and leads to both runs.
    await page.getByRole('button', { name: /^History/ }).click();
    const fix = page.getByRole('region', { name: 'Fix', exact: true });
    await fix.getByText('The tests pass, as they did before.').waitFor();
    await fix.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => expect(now()).toEqual(files));
    await fix.getByRole('button', { name: 'Compare the runs' }).click();
    await rowOf(page, 'Compared functions', 'totalcart.js').waitFor();
    expect(app.problems).toEqual([]);
  });

  test('that break something are taken back, and say what it was', async () => {
    await open('stall', files);
    const { page } = app;
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'tax.js:6').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('button', { name: 'Apply and prove' }).click();
    await inspector.getByText('Worse: taken back').waitFor({ timeout: 120_000 });
    await inspector.getByText(/The tests passed before, and fail now/).waitFor();
    expect(now()).toEqual(files);
  });

  test('are taken back when a person cancels the proof', async () => {
    await open('stall', files);
    const { page } = app;
    await openView(page, 'Fixes');
    await page.getByRole('button', { name: /^Apply and prove/ }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    expect(now()).toEqual(files);
  });
});
