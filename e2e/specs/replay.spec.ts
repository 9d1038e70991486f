import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { openView, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/** Two prices are summed, and the third one cannot be had. */
const program = `function priceOf(name) {
  const prices = { tea: 3, cake: 4 };
  const price = prices[name];
  if (price === undefined) {
    throw new RangeError('no price for ' + name);
  }
  return price;
}
function total(names) {
  let sum = 0;
  for (const name of names) {
    sum = sum + priceOf(name);
  }
  return sum;
}
total(['tea', 'cake']);
try {
  total(['tea', 'gold']);
} catch (error) {
  console.log(error.message);
}
`;

describeOnHosts('the replay', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  beforeEach(async () => {
    folder = temporaryFolder();
    const project = join(folder.path, 'till');
    mkdirSync(project);
    const manifest = { name: 'till', scripts: { start: 'node till.js' } };
    writeFileSync(join(project, 'package.json'), JSON.stringify(manifest));
    writeFileSync(join(project, 'till.js'), program);
    app = await host.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    await app.openProject(project);
    await page.getByRole('button', { name: 'Project: till' }).waitFor();
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  const lineText = () => page.locator('.cm-current').textContent();
  const value = (name: string) =>
    page
      .getByRole('region', { name: 'Variables' })
      .getByRole('listitem')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first();
  const at = (line: RegExp) => eventually(async () => expect(await lineText()).toMatch(line));
  const holds = (name: string, text: string) =>
    eventually(async () => expect(await value(name).textContent()).toContain(text));

  /** One line on by its key, once the replay has taken it: while a run still ends, what is on screen is laid anew. */
  const over = async () => {
    const step = page.getByRole('slider', { name: 'Step' });
    const before = await step.inputValue();
    await page.keyboard.press('n');
    await eventually(async () => expect(await step.inputValue()).not.toBe(before));
  };

  test('goes through a run forwards and backwards with its variables', async () => {
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Replay');
    // Recorded at a lower level, it has nothing to replay and says how to get it.
    await page.getByRole('button', { name: 'Run again at level 5' }).click();
    await page.getByRole('toolbar', { name: 'Replay' }).waitFor();
    await runBecomes(page, 'exit 0');
    await at(/let sum = 0/);
    // A key reaches what has the focus.
    await page.getByRole('slider', { name: 'Step' }).focus();
    const stack = page.getByRole('region', { name: 'Call stack' });
    expect(await stack.getByRole('button').allTextContents()).toHaveLength(1);

    // By keys: over two lines, into a call, out of it again.
    // The loop's line runs once for the list and once for each name.
    for (let i = 0; i < 3; i++) await over();
    await at(/sum = sum \+ priceOf/);
    await page.keyboard.press('F11');
    await at(/const prices/);
    await eventually(async () => expect(await stack.getByRole('button').count()).toBe(2));
    await holds('name', '"tea"');
    await page.keyboard.press('o');
    await at(/for \(const name|sum = sum/);
    await holds('sum', '3');
    // Backwards: into the call that was left.
    await page.keyboard.press('Shift+S');
    await at(/return price/);
    await holds('price', '3');
    await page.keyboard.press('Shift+O');
    await at(/sum = sum \+ priceOf/);
    await holds('sum', '0');

    // By mouse: from write to write of a variable.
    await value('sum').hover();
    await value('sum').getByRole('button', { name: 'Next write of sum' }).click();
    await holds('sum', '3');
    await page.keyboard.press('w');
    await holds('sum', '7');
    await page.keyboard.press('Shift+W');
    await holds('sum', '3');

    // A caller is looked at by a press on it, a place is a link.
    await page.getByRole('slider', { name: 'Step' }).fill('0');
    await at(/let sum = 0/);
    for (let i = 0; i < 3; i++) await over();
    await at(/sum = sum \+ priceOf/);
    const link = page.url();
    await openView(page, 'Functions');
    await page.goBack();
    await at(/sum = sum \+ priceOf/);
    await page.goto('about:blank');
    await page.goto(link);
    await at(/sum = sum \+ priceOf/);
    expect(app.problems).toEqual([]);
  });

  test('leads from a call that failed to its last line, and to the cursor', async () => {
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Replay');
    await page.getByRole('button', { name: 'Run again at level 5' }).click();
    await runBecomes(page, 'exit 0');
    await openView(page, 'Functions');
    await rowOf(page, 'Functions', 'priceOf').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    const failed = inspector.getByRole('region', { name: 'Calls' });
    await failed.getByRole('combobox', { name: 'Which calls' }).selectOption('errors');
    await failed.getByRole('list').getByRole('button').first().click();
    await inspector.getByRole('button', { name: 'Failure' }).click();
    await at(/throw new RangeError/);
    await holds('name', '"gold"');
    await holds('price', 'undefined');

    await page.locator('.cm-line', { hasText: 'const prices' }).click();
    await page.keyboard.press('Shift+C');
    await at(/const prices/);
    await holds('name', '"gold"');
    await page.keyboard.press('Shift+C');
    await holds('name', '"tea"');
    await page.locator('.cm-line', { hasText: 'let sum' }).click();
    await page.keyboard.press('c');
    await page.getByText('does not run after this step in this thread').waitFor();
    expect(app.problems).toEqual([]);
  });
});
