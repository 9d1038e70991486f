import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { columnOf, inspected, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/** Fifty calls of one function, of which every tenth fails. */
const program = `function weigh(n) {
  if (n % 10 === 9) throw new RangeError('too heavy: ' + n);
  return n;
}
function load() {
  for (let n = 0; n < 50; n++) {
    try { weigh(n); } catch { continue; }
  }
}
load();
`;

describeOnHosts('questions to a run', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  beforeEach(async () => {
    folder = temporaryFolder();
    const project = join(folder.path, 'scales');
    mkdirSync(project);
    const manifest = { name: 'scales', scripts: { start: 'node scales.js' } };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(project, 'scales.js'), program);
    app = await host.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    await app.openProject(project);
    await page.getByRole('button', { name: 'Project: scales' }).waitFor();
    await pressRun(page);
    await runBecomes(page, 'exit 0');
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  test('are searched for by field, with completion, and gone through', async () => {
    await page.keyboard.press('Control+Shift+F');
    const field = page.getByRole('combobox', { name: 'Search the calls' });
    const count = page.getByRole('status', { name: 'Matching calls' });
    await field.pressSequentially('stat');
    await page.getByRole('option', { name: /^status/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    const failed = page.getByRole('option', { name: /^error/ });
    await failed.waitFor();
    await failed.click();
    await count.filter({ hasText: '5 matches' }).waitFor();
    await page.keyboard.press('Enter');
    await count.filter({ hasText: '1 of 5' }).waitFor();
    await inspected(page, 'weigh');
    await page.keyboard.press('Shift+Enter');
    await count.filter({ hasText: '5 of 5' }).waitFor();
    await page.getByRole('complementary', { name: 'Inspector' }).getByText('too heavy: 49').first().waitFor();

    await field.fill('duration>>');
    await field.press('Escape');
    await page.getByRole('alert').first().waitFor();
    // What was looked for is offered again.
    await field.fill('');
    await page.getByRole('option', { name: /status:error/ }).click();
    await count.filter({ hasText: '5 matches' }).waitFor();
    expect(app.problems).toEqual([]);
  });

  test('are asked in SQL, drawn, saved and exported', async () => {
    await page.keyboard.press('Control+Shift+E');
    const editor = page.getByRole('textbox', { name: 'SQL statement' });
    await editor.click();
    await page.keyboard.type('SELECT name, count(*) AS times FROM err');
    await page.getByRole('option', { name: 'errors' }).waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.type(' GROUP BY name');
    await page.keyboard.press('Control+Enter');
    await rowOf(page, 'Rows', 'weigh').waitFor();
    expect(await columnOf(page, 'Rows', 'times')).toEqual(['5']);
    await page.getByRole('button', { name: 'Chart', exact: true }).click();
    await page.getByRole('img', { name: 'times by name' }).waitFor();
    await page.getByRole('button', { name: 'Table', exact: true }).click();

    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByRole('menuitem', { name: 'Save this statement...' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('what fails');
    await page.keyboard.press('Enter');
    await editor.press('Control+a');
    await page.keyboard.type('SELECT count(*) FROM nowhere');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alert').filter({ hasText: 'nowhere' }).waitFor();
    await page.getByRole('button', { name: 'Saved' }).click();
    await page.getByRole('menuitem', { name: /^what fails/ }).click();
    await rowOf(page, 'Rows', 'weigh').waitFor();

    const target = join(folder.path, 'rows.csv');
    if (host.hasNativeDialogs) {
      await app.answerDialog(target);
      await page.getByRole('button', { name: 'CSV' }).click();
    } else {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV' }).click();
      await (await download).saveAs(target);
    }
    await page.getByText('Exported').waitFor();
    expect(readFileSync(target, 'utf8')).toBe('name,times\r\nweigh,5\r\n');
    expect(app.problems).toEqual([]);
  });
});
