import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { inspected, openView, pressRun, runBecomes } from '../harness/workbench.ts';

/** Two modules that load each other, a chain of four calls, a function nobody calls, and a package. */
const files = {
  'package.json': JSON.stringify({
    name: 'mill',
    type: 'module',
    scripts: { start: 'node main.js' },
    dependencies: { unused: '1.0.0', sieve: '1.0.0' },
  }),
  'node_modules/sieve/package.json': JSON.stringify({ name: 'sieve', version: '1.0.0', main: 'index.js' }),
  'node_modules/sieve/index.js': 'exports.sieve = (x) => x;\n',
  'main.js': "import { grind } from './src/grind.js';\nfunction main() { grind(3); }\nmain();\n",
  'src/grind.js':
    "import { turn } from './stone.js';\nexport const weight = 3;\nexport function grind(n) { turn(n); }\n",
  'src/stone.js':
    "import { weight } from './grind.js';\nimport { sieve } from 'sieve';\nexport function turn(n) { return n > 0 ? turn(n - weight) : rub(n); }\nfunction rub(n) { return sieve(n); }\nexport function polish() {}\n",
};

describeOnHosts('the graphs', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  beforeEach(async () => {
    folder = temporaryFolder();
    const project = join(folder.path, 'mill');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project, name)), { recursive: true });
      writeFileSync(join(project, name), text);
    }
    app = await host.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    await app.openProject(project);
    await page.getByRole('button', { name: 'Project: mill' }).waitFor();
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  /** Waits until the graph shows just these nodes, whatever their order. */
  const shows = (list: string, nodes: readonly string[]) =>
    eventually(async () => {
      const shown = await page
        .getByRole('list', { name: `${list} on screen` })
        .getByRole('button')
        .allTextContents();
      expect([...shown].sort()).toEqual([...nodes].sort());
    });
  const node = (list: string, name: string) =>
    page.getByRole('list', { name: `${list} on screen` }).getByRole('button', { name, exact: true });
  const all = [
    'main.js/main',
    'src/grind.js/grind',
    'src/stone.js/turn',
    'src/stone.js/rub',
    'src/stone.js/polish',
  ];

  test('of calls tell what is called in the source from what the run did', async () => {
    await openView(page, 'Calls');
    await shows('Functions', all);
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Calls');
    await page.getByText(/calls in source and run/).waitFor();
    await page.getByRole('group', { name: 'Edges' }).getByRole('button', { name: 'Run' }).click();

    // By keyboard: a function is selected for every view, and looked at with what lies around it.
    await node('Functions', 'src/grind.js/grind').press('Enter');
    await inspected(page, 'grind');
    await page.getByRole('button', { name: 'Focus' }).click();
    await shows('Functions', ['main.js/main', 'src/grind.js/grind', 'src/stone.js/turn']);
    await page.getByRole('combobox', { name: 'How far around it' }).selectOption('2 steps');
    await shows(
      'Functions',
      all.filter((name) => !name.endsWith('polish')),
    );
    await page.getByRole('combobox', { name: 'In which direction' }).selectOption('users');
    await shows('Functions', ['main.js/main', 'src/grind.js/grind']);
    await page.getByRole('button', { name: 'Focus' }).click();

    // In a folder that is closed as well, which opens on the way there.
    await page.getByRole('button', { name: 'Group' }).click();
    await shows('Functions', ['Open folder main.js', 'Open folder src']);
    await page.getByRole('textbox', { name: /Find/ }).fill('rub');
    await page.getByRole('status', { name: 'Matches' }).getByText('1', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await inspected(page, 'rub');
    await node('Functions', 'src/stone.js/rub').and(page.locator('[aria-pressed=true]')).waitFor();
    await node('Functions', 'Open folder src/grind.js').waitFor();
    await openView(page, 'Functions');
    await page.goBack();
    await inspected(page, 'rub');
    await node('Functions', 'src/stone.js/rub').dispatchEvent('dblclick');
    await page.getByRole('region', { name: 'Source of src/stone.js' }).waitFor();
    expect(app.problems).toEqual([]);
  });

  test('of dependencies show packages and cycles, and list what is wrong', async () => {
    await openView(page, 'Dependencies');
    await shows('Modules and packages', [
      ...['main.js', 'src/grind.js', 'src/stone.js'],
      'packages from outside/sieve',
    ]);
    const problems = page.getByRole('complementary', { name: 'Problems of the dependencies' });
    await problems
      .getByRole('region', { name: 'Packages that nothing imports' })
      .getByText('unused')
      .waitFor();
    const cycle = problems.getByRole('region', { name: 'Modules that load each other' });
    await cycle.getByText('2 modules: grind.js, stone.js').waitFor();
    await page.getByRole('button', { name: 'Cycles' }).click();
    await shows('Modules and packages', ['src/grind.js', 'src/stone.js']);
    await page.getByRole('button', { name: 'Cycles' }).click();
    await page.getByRole('button', { name: 'Group' }).click();
    await shows('Modules and packages', [
      ...['main.js', 'Open folder src', 'Open folder packages from outside'],
    ]);
    await cycle.getByRole('button').click();
    await inspected(page, 'grind.js').catch(() => inspected(page, 'stone.js'));
    expect(app.problems).toEqual([]);
  });
});
