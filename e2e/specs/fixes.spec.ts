import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
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

describeOnHosts('fixes', (host) => {
  let folder: TemporaryFolder;
  let project: string;
  let app: AppUnderTest;

  beforeEach(async () => {
    folder = temporaryFolder();
    project = join(folder.path, 'stall');
    mkdirSync(project);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
    app = await host.start({ dataDir: join(folder.path, 'data') });
    await app.openProject(project);
    await app.page.getByRole('button', { name: 'Project: stall' }).waitFor();
    await pressRun(app.page);
    await runBecomes(app.page, 'exit 0');
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  const now = () =>
    Object.fromEntries(readdirSync(project).map((name) => [name, readFileSync(join(project, name), 'utf8')]));

  test('are chosen, proved by running the app, kept with their proof, and undone to the byte', async () => {
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
    const { page } = app;
    await openView(page, 'Fixes');
    await page.getByRole('button', { name: /^Apply and prove/ }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    expect(now()).toEqual(files);
  });
});
