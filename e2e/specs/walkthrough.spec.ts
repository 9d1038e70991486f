import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { goTo } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { settled } from '../harness/record.ts';
import { columnOf, inspected, openView, pressRun, rowOf, runBecomes } from '../harness/workbench.ts';

/**
 * The ten questions of docs/walkthrough.md, each answered by the steps that stand there and no others. A comment says which step
 * it is; what a step promises is waited for.
 */
describe.skipIf(browserHost.missing !== null)('the walk-through', () => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;
  let begin: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    app = await browserHost.start({ dataDir });
    page = app.page;
    await page.getByRole('list', { name: 'Sample projects' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
    await page.keyboard.press('F5');
    await runBecomes(page, 'exit 0');
    begin = page.url();
    // Nothing is built or started for the first time any more: what takes longer than this is not coming.
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => {
    await app.dispose();
    folder.dispose();
  });
  // As a person would who has just come back to the run.
  beforeEach(async () => {
    await page.goto('about:blank');
    await page.goto(begin);
    await runBecomes(page, 'exit 0');
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const inspector = () => page.getByRole('complementary', { name: 'Inspector' });
  const heading = () => inspector().getByRole('heading', { level: 2 });
  const goToFunction = async (name: string) => {
    await page.keyboard.press('Control+P');
    await page.getByRole('combobox', { name: 'Search' }).fill(name);
    await page.getByRole('option', { name: new RegExp(`^${name}`), selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await inspected(page, name);
  };

  test('1. Why is this request slow?', async () => {
    // Step 1: open Trace, which lists the slowest first, and choose one.
    await openView(page, 'Trace');
    const traces = page.getByRole('grid', { name: 'Traces' });
    await traces.waitFor();
    await traces.locator('[role=rowgroup] [role=row]').first().click();
    // Step 2: the dark line of the waterfall.
    const tree = page.getByRole('tree', { name: 'Calls of the trace' });
    await tree.waitFor();
    await page.getByText(/^Critical path, what had to be waited for: .* in [\d,]+ steps/).waitFor();
    // Step 3: the longest call on it, with its values and what it waited.
    await tree.getByRole('treeitem').nth(1).click();
    const facts = inspector().getByRole('region', { name: 'Call', exact: true });
    await facts.getByText('Duration').waitFor();
    await facts.getByText('Self', { exact: true }).waitFor();
    await inspector().getByRole('region', { name: 'Parameters' }).waitFor();
  });

  test('2. Where does the time of the whole run go?', async () => {
    // Step 1.
    await openView(page, 'Overview');
    const ranking = page.getByRole('region', { name: 'Functions by self time' });
    const chart = ranking.locator('[role=img][aria-label]').first();
    await chart.waitFor();
    const longest = /: ([^,]+)/.exec((await chart.getAttribute('aria-label')) ?? '')?.[1] ?? '';
    // Step 2: the longest bar, which stands on top.
    await settled(page);
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart is not on screen');
    // It reaches nearly to the right edge of the chart.
    await page.mouse.click(box.x + 0.6 * box.width, box.y + 20);
    await inspected(page, longest);
    await rowOf(page, 'Functions', longest).and(page.locator('[aria-selected=true]')).waitFor();
    // Step 3.
    await openView(page, 'Flame graph');
    await page.getByRole('region', { name: 'Flame graph' }).getByRole('application').focus();
    await page.keyboard.press('4');
    await page.getByRole('button', { name: 'Bottom up', pressed: true }).waitFor();
  });

  test('3. Who calls this?', async () => {
    // Step 1.
    await goToFunction('priceCart');
    // Step 2.
    await openView(page, 'Calls');
    await page.getByRole('button', { name: 'Focus' }).click();
    // Step 3.
    const direction = page.getByRole('combobox', { name: 'In which direction' });
    await direction.selectOption({ label: 'What calls it' });
    const far = page.getByRole('combobox', { name: 'How far around it' });
    for (const depth of ['1 step', '2 steps', '3 steps', 'All the way'])
      await far.selectOption({ label: depth });
    const nodes = page.getByRole('list', { name: 'Functions on screen' }).getByRole('button');
    await eventually(async () => expect(await nodes.count()).toBeGreaterThan(1));
  });

  test('4. What does the project depend on, and what is wrong with that?', async () => {
    // Step 1.
    await openView(page, 'Dependencies');
    const problems = page.getByRole('complementary', { name: 'Problems of the dependencies' });
    for (const name of ['Modules that load each other', /^Packages that/, /^Modules/])
      await problems.getByRole('region', { name }).first().waitFor();
    // Step 2.
    const problem = problems
      .getByRole('region', { name: 'Modules that load each other' })
      .getByRole('button')
      .first();
    await problem.click();
    await heading().waitFor();
    await problem.dblclick();
    await page.getByRole('region', { name: /^Source of / }).waitFor();
    await page.goBack();
    // Step 3.
    await page.getByRole('button', { name: 'Cycles' }).click();
    const nodes = page.getByRole('list', { name: 'Modules and packages on screen' }).getByRole('button');
    await eventually(async () => expect(await nodes.count()).toBeGreaterThan(1));
  });

  test('5. What failed, how often, and with which values?', async () => {
    // Step 1.
    await page.keyboard.press('Control+Shift+F');
    await page.getByRole('combobox', { name: 'Search the calls' }).waitFor();
    await page.keyboard.type('status:error');
    await page.keyboard.press('Enter');
    const count = page.getByRole('status', { name: 'Matching calls' });
    await count.filter({ hasText: /^1 of \d+/ }).waitFor();
    // Step 2.
    await inspector().getByRole('list', { name: 'Threw' }).waitFor();
    await inspector().getByRole('region', { name: 'Parameters' }).waitFor();
    await inspector().getByRole('list', { name: 'Ancestors' }).waitFor();
    await page.keyboard.press('Enter');
    await count.filter({ hasText: /^2 of \d+/ }).waitFor();
    // Step 3.
    await page.keyboard.press('Control+Shift+E');
    await page.getByRole('button', { name: 'Examples' }).click();
    await page.getByRole('menuitem', { name: /^What failed, and how often/ }).click();
    await page.getByRole('grid', { name: 'Rows' }).getByRole('row').nth(1).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).click();
    const file = join(folder.path, 'errors.csv');
    await (await download).saveAs(file);
    expect(readFileSync(file, 'utf8').split('\r\n').length).toBeGreaterThan(2);
    await page.getByRole('button', { name: 'JSON' }).waitFor();
  });

  test('6. What was this variable when it failed?', async () => {
    const project = folder.copyProject(fileURLToPath(new URL('fixtures/till', import.meta.url)));
    await goTo(page, `/p/${encodeURIComponent(project)}/functions`);
    await page.getByRole('button', { name: 'Project: till' }).waitFor();
    // Step 1: the Level menu, then Run.
    await page.getByRole('button', { name: /^Level/ }).click();
    await page.getByRole('menuitemradio', { name: /^5/ }).click();
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    // Step 2.
    await openView(page, 'Functions');
    await rowOf(page, 'Functions', 'priceOf').click();
    await inspector().getByRole('combobox', { name: 'Which calls' }).selectOption('Failed');
    await inspector().getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
    // Step 3.
    await inspector().getByRole('button', { name: 'Failure' }).click();
    const line = (text: RegExp) =>
      eventually(async () => expect(await page.locator('.cm-current').textContent()).toMatch(text));
    await line(/throw new RangeError/);
    const variables = page.getByRole('region', { name: 'Variables' });
    await variables.getByText('"gold"').first().waitFor();
    await page.getByRole('region', { name: 'Call stack' }).getByRole('button', { name: /total/ }).waitFor();
    // Step 4: back to where the variable was set, one line back, and to the line that made the call.
    await variables.getByText('price', { exact: true }).first().hover();
    await variables.getByRole('button', { name: 'Previous write of price' }).click();
    await line(/const price = /);
    await page.keyboard.press('Shift+S');
    await line(/const prices = /);
    await page.keyboard.press('Shift+O');
    await line(/sum = sum \+ priceOf/);
    await page.getByRole('button', { name: /^Level/ }).click();
    await page.getByRole('menuitemradio', { name: /^As configured/ }).click();
  });

  test('7. What changed since the baseline?', async () => {
    // Something to compare: the shop once more, with a function that takes its time.
    const shop = join(folder.path, 'data', 'samples', 'shop');
    const file = join(shop, 'src', 'services', 'tax.js');
    const text = readFileSync(file, 'utf8');
    const brace = text.indexOf('{', text.indexOf('export function taxOf')) + 1;
    const slow = ' for (const end = performance.now() + 3; performance.now() < end; );';
    writeFileSync(file, `${text.slice(0, brace)}${slow}${text.slice(brace)}`);
    await pressRun(page);
    await runBecomes(page, 'running');
    await runBecomes(page, 'exit 0');
    writeFileSync(file, text);
    // Step 1.
    await openView(page, 'Compare');
    await page.getByRole('button', { name: 'Import baseline' }).waitFor();
    // Step 2.
    await rowOf(page, 'Compared functions', 'taxOfsrc/services/tax.js').waitFor();
    expect((await columnOf(page, 'Compared functions', 'Verdict'))[0]).toBe('Slower');
    // Step 3.
    const what = page.getByRole('toolbar', { name: 'What to show' });
    await what.getByRole('button', { name: /^Calls and modules/ }).click();
    await what.getByRole('button', { name: /^Findings/ }).click();
    await what.getByRole('button', { name: /^Processes/ }).click();
    await page.getByRole('grid', { name: 'Compared metrics' }).getByText('memory.rss').first().waitFor();
    // Step 4.
    await page.getByRole('button', { name: 'Flame graph', exact: true }).click();
    await page.getByText(/^Compared with /).waitFor();
  });

  test('8. What can be deleted?', async () => {
    // Step 1.
    await openView(page, 'Findings');
    const dead = page.getByRole('navigation', { name: 'Rules' }).getByRole('region', { name: 'Dead' });
    await dead.getByRole('button').first().click();
    // Step 2.
    const found = page.getByRole('grid', { name: 'Findings' }).locator('[role=rowgroup] [role=row]').first();
    await found.click();
    const evidence = inspector().getByRole('list', { name: 'Evidence' }).getByRole('listitem');
    await evidence.first().waitFor();
    await inspector()
      .getByText(/confidence$/)
      .waitFor();
    // Step 3: the place below the heading.
    await inspector()
      .getByRole('button', { name: /:\d+$|\.js$|\.ts$/ })
      .first()
      .click();
    await page.getByRole('region', { name: /^Source of / }).waitFor();
    await page.locator('.cm-activeLine').waitFor();
    await page.keyboard.press('F12');
  });

  test('9. What does this line do when it runs?', async () => {
    // Step 1: Source, with a call selected.
    await openView(page, 'Functions');
    await goToFunction('priceCart');
    await inspector().getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
    await openView(page, 'Source');
    const source = page.getByRole('region', { name: /^Source of src\/services\// });
    await source.waitFor();
    const first = source.locator('.cm-line').filter({ hasText: 'function priceCart' });
    await first.getByText(/ = /).first().waitFor();
    // Step 2.
    await source.getByRole('button', { name: /^priceCart: \d+ calls/ }).waitFor();
    await source
      .getByRole('button', { name: /^Calls from here: / })
      .first()
      .waitFor();
    // Step 3: from a call to the definition.
    await source.locator('.cm-line').filter({ hasText: 'function priceCart' }).getByText('priceCart').click();
    await page.keyboard.press('F12');
    await page
      .getByRole('menu', { name: 'Callers of priceCart' })
      .or(page.locator('.cm-activeLine'))
      .first()
      .waitFor();
    // Step 4.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open in editor' }).waitFor();
  });

  test('10. Can I trust these figures?', async () => {
    // Step 1.
    const facts = page.getByRole('contentinfo').getByRole('button', { name: /Tracer cost/ });
    for (const word of ['Dropped', 'Throttled', 'Truncated', 'Skipped files'])
      await facts.getByText(word).waitFor();
    await facts.click();
    const sheet = page.getByRole('dialog', { name: 'What this recording lacks' });
    await sheet.getByText('Dropped spans').waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    // Step 2: something is missing, as half of the calls are left out by a setting.
    const settings = join(folder.path, 'data', 'samples', 'shop', '.env.tracing');
    writeFileSync(settings, 'TRACING_SAMPLE_RATE=0.5\n');
    await pressRun(page);
    await runBecomes(page, 'running');
    await runBecomes(page, 'exit 0');
    const strip = page.getByRole('status').filter({ hasText: /sampled out/ });
    await strip.getByRole('button', { name: 'What it means' }).click();
    await sheet.getByText('Sampled out').waitFor();
    await page.keyboard.press('Escape');
    // Step 3.
    await openView(page, 'Settings');
    await page.getByText('Built-in value').first().waitFor();
    await page
      .getByText(/^From the file: .*\.env\.tracing/)
      .first()
      .waitFor();
    rmSync(settings);
  });
});
