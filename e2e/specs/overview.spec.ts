import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { columnOf, openView, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/** Two modules that load each other, one that nobody loads, and a function that fails for one of its inputs. */
const files = {
  'package.json': JSON.stringify({ name: 'booth', type: 'module', scripts: { start: 'node main.js' } }),
  'main.js': `import { total } from './cart.js';
for (const name of ['tea', 'gold']) {
  try {
    total([name]);
  } catch {
    console.log('not sold');
  }
}
`,
  'cart.js': `import { taxOf } from './tax.js';
export const currency = 'EUR';
const prices = { tea: { value: 3 } };
export const total = (names) => names.reduce((sum, name) => sum + taxOf(prices[name].value), 0);
`,
  'tax.js': `import { currency } from './cart.js';
export const taxOf = (value) => (currency === 'EUR' ? value : 0);
`,
  'forgotten.js': 'export function discount() {\n  return 0.5;\n}\n',
};

describeOnHosts('the overview', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  beforeEach(async () => {
    folder = temporaryFolder();
    const project = join(folder.path, 'booth');
    mkdirSync(project);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(project, name), text);
    app = await host.start({ dataDir: join(folder.path, 'data') });
    await app.openProject(project);
    await app.page.getByRole('button', { name: 'Project: booth' }).waitFor();
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  test('shows the figures of the source, then those of the run, and each leads to what it counts', async () => {
    const { page } = app;
    const figure = (title: string) =>
      page.getByRole('list', { name: 'Figures of the analysis' }).getByRole('button', { name: title });
    await openView(page, 'Overview');
    await eventually(async () => expect(await figure('Disconnected').textContent()).toMatch(/1$/));
    await page.getByRole('main').getByText('Nothing has run yet').waitFor();

    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Overview');
    await eventually(async () => expect(await figure('Broken functions').textContent()).toMatch(/1$/));
    await eventually(async () => expect(await figure('Functions traced').textContent()).toMatch(/[2-9]$/));
    await page.getByRole('region', { name: 'Calls over time' }).waitFor();
    await page.getByRole('region', { name: 'Functions by self time' }).waitFor();

    await figure('Broken functions').click();
    await rowOf(page, 'Findings', 'broken-function').waitFor();
    expect(new Set(await columnOf(page, 'Findings', 'Rule'))).toEqual(new Set(['broken-function']));

    // The gravest come first, and a press shows one with its evidence.
    await openView(page, 'Overview');
    await page
      .getByRole('region', { name: 'The gravest findings' })
      .getByRole('button', { name: /load each other/ })
      .click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText(/the cheapest edge to cut/).waitFor();
    expect(app.problems).toEqual([]);
  });
});
