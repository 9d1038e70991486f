import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import type { TemporaryFolder } from '../harness/folders.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { columnOf, openView, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/** A shop in four files: two load each other, one is loaded by nobody, and one of its prices cannot be had. */
const files = {
  'package.json': JSON.stringify({ name: 'stall', type: 'module', scripts: { start: 'node main.js' } }),
  'main.js': `import { total } from './cart.js';
/** Sells. */
export function sell(names) {
  try {
    return total(names);
  } catch (error) {
    console.log('not sold:', error.message);
    return null;
  }
}
sell(['tea']);
sell(['gold']);
`,
  'cart.js': `import { taxOf } from './tax.js';
export const currency = 'EUR';
/** The price of all. */
export function total(names) {
  return names.reduce((sum, name) => sum + priceOf(name) + taxOf(name), 0);
}
function priceOf(name) {
  if (name === 'gold') throw new RangeError('gold has no price');
  return 3;
}
`,
  'tax.js': `import { currency } from './cart.js';
/** The tax of one. */
export function taxOf(name) {
  return currency === 'EUR' ? name.length : 0;
}
`,
  'forgotten.js': '/** Nobody asks for it. */\nexport function discount() {\n  return 0.5;\n}\n',
};

const stripOf = (page: Page) => page.getByRole('status', { name: 'Analysis' });

describeOnHosts('the findings', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  freshAppForEach(host, async (fresh) => {
    ({ app, folder } = fresh);
    await app.openProject(fresh.folder.writeProject('stall', files));
    await app.page.getByRole('button', { name: 'Project: stall' }).waitFor();
  });

  test('name what is wrong in the source and in the run, and lead to the code and the call', async () => {
    const { page } = app;
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'circular-dependency').waitFor();
    expect(await columnOf(page, 'Findings', 'Rule')).toContain('disconnected-module');
    expect(await columnOf(page, 'Findings', 'Rule')).not.toContain('broken-function');

    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'broken-function').waitFor();

    // By rule, then by words.
    const rules = page.getByRole('navigation', { name: 'Rules' });
    await rules.getByRole('button', { name: /^Circular dependency/ }).click();
    await eventually(async () =>
      expect(await columnOf(page, 'Findings', 'Rule')).toEqual(['circular-dependency']),
    );
    await rules.getByRole('button', { name: /^Circular dependency/ }).click();
    await page.getByRole('textbox', { name: /Find/ }).fill('forgotten disconnected');
    await eventually(async () =>
      expect(await columnOf(page, 'Findings', 'Rule')).toEqual(['disconnected-module']),
    );
    await page.getByRole('button', { name: 'Clear the find text' }).click();

    // The evidence of what failed is the call, with what it was given.
    await page.getByRole('textbox', { name: /Find/ }).fill('broken priceOf');
    await eventually(async () =>
      expect(await columnOf(page, 'Findings', 'Rule')).toEqual(['broken-function']),
    );
    await page.getByRole('grid', { name: 'Findings' }).focus();
    await page.keyboard.press('ArrowDown');
    await inspector
      .getByText(/gold has no price/)
      .first()
      .waitFor();
    const link = page.url();
    await inspector.getByRole('button', { name: 'Show the call' }).first().click();
    await inspector.getByText('"gold"').first().waitFor();
    await page.goBack();
    await inspector.getByRole('button', { name: 'Show the call' }).first().waitFor();
    expect(page.url()).toBe(link);

    // A link brings it back; Enter opens the line.
    await page.reload();
    await inspector
      .getByText(/gold has no price/)
      .first()
      .waitFor();
    await page.getByRole('textbox', { name: /Find/ }).fill('broken priceOf');
    await page.getByRole('grid', { name: 'Findings' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText("throw new RangeError('gold has no price')").waitFor();
    expect(app.problems).toEqual([]);
  });

  test('are there again in a page that is loaded anew, without an analysis', async () => {
    const { page } = app;
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'broken-function').waitFor();
    await stripOf(page).waitFor({ state: 'detached' });
    const before = await columnOf(page, 'Findings', 'Rule');

    // What the page says while it asks: no phase of an analysis, because there is none.
    await page.addInitScript(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      new MutationObserver(() => {
        const strip = document.querySelector('[role=status][aria-label=Analysis]');
        if (strip?.textContent) heard.push(strip.textContent);
      }).observe(document, { subtree: true, childList: true, characterData: true });
    });
    await page.reload();
    await rowOf(page, 'Findings', 'broken-function').waitFor();
    await stripOf(page).waitFor({ state: 'detached' });
    expect(await columnOf(page, 'Findings', 'Rule')).toEqual(before);
    const heard = await page.evaluate(() => (window as unknown as { heard: string[] }).heard);
    expect(heard.filter((text) => !text.includes('Looking at the project'))).toEqual([]);
    expect(app.problems).toEqual([]);
  });

  test('of a file that was mended are gone when the project is analysed again', async () => {
    const { page } = app;
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'circular-dependency').waitFor();
    writeFileSync(
      join(folder.path, 'stall', 'tax.js'),
      'export function taxOf(name) {\n  return name.length;\n}\n',
    );
    await page.getByRole('button', { name: 'Analyse again' }).click();
    await rowOf(page, 'Findings', 'circular-dependency').waitFor({ state: 'detached' });
  });
});
