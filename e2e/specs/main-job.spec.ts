import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest, HostUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import {
  cellsOf,
  columnOf,
  inspected,
  openView,
  pickFile,
  pressRun,
  rowOf,
  runBecomes,
  spanCount,
  terminalShows,
  typeInTerminal,
} from '../harness/workbench.ts';

const fixture = fileURLToPath(new URL('./fixtures/main-job', import.meta.url));
const changedFile = fileURLToPath(new URL('./fixtures/main-job-changed/src/price.js', import.meta.url));

/** Calls and errors of fixtures/main-job for fib(12); those of the two Fibonacci functions counted without a tracer. */
const expected: Readonly<Record<string, readonly [calls: string, errors: string]>> = {
  fibLeft: ['233', '0'],
  fibRight: ['232', '0'],
  'Circle.constructor': ['2', '0'],
  'Circle.area': ['2', '0'],
  'Square.constructor': ['1', '0'],
  'Square.area': ['1', '0'],
  'Square.name': ['1', '0'],
  'Shape.describe': ['3', '0'],
  'Shape.name': ['2', '0'],
  loadAll: ['1', '0'],
  loadOne: ['4', '0'],
  totalPrice: ['1', '0'],
  parsePrice: ['6', '2'],
  checkTotal: ['4', '0'],
};
const allCalls = Object.values(expected).reduce((sum, [calls]) => sum + Number(calls), 0);

/** Presses Run and plays the person the program asks for a number. */
async function runAndAnswer(page: Page): Promise<void> {
  await pressRun(page);
  // The terminal of a run before this one asked the same.
  await runBecomes(page, 'running');
  await terminalShows(page, 'Which Fibonacci number?');
  await typeInTerminal(page, '12');
  await terminalShows(page, 'number 12 is 144');
  await runBecomes(page, 'exit 0');
}

describeOnHosts('the main job', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;
  let project: string;

  beforeEach(async () => {
    folder = temporaryFolder();
    app = await host.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    project = folder.copyProject(fixture);
    await app.openProject(project);
    await runAndAnswer(page);
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  test('counts every call and error, and leads from a function to the values of one call', async () => {
    await eventually(async () => expect(await spanCount(page)).toBe(allCalls));
    await openView(page, 'Functions');
    await rowOf(page, 'Functions', 'fibLeft').waitFor();
    for (const [name, [calls, errors]] of Object.entries(expected)) {
      expect(await cellsOf(page, 'Functions', name), name).toMatchObject({ Calls: calls, Errors: errors });
    }

    const table = page.getByRole('grid', { name: 'Functions' });
    await table.getByRole('columnheader', { name: 'Calls' }).getByRole('button').click();
    expect((await columnOf(page, 'Functions', 'Calls')).map(Number)).toEqual(
      Object.values(expected)
        .map(([calls]) => Number(calls))
        .sort((a, b) => b - a),
    );
    await page.getByRole('button', { name: 'Only errors' }).click();
    await eventually(async () =>
      expect(await columnOf(page, 'Functions', 'Function')).toEqual(['parsePrice']),
    );
    await page.getByRole('button', { name: 'Only errors' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('shapes');
    await eventually(async () =>
      expect(new Set(await columnOf(page, 'Functions', 'File'))).toEqual(
        new Set([
          'src/shapes.js:2',
          'src/shapes.js:5',
          'src/shapes.js:11',
          'src/shapes.js:15',
          'src/shapes.js:21',
          'src/shapes.js:25',
          'src/shapes.js:28',
        ]),
      ),
    );
    await page.keyboard.press('Escape');

    await rowOf(page, 'Functions', 'fibLeft').waitFor();
    await table.focus();
    await page.keyboard.press('Home');
    await inspected(page, 'fibLeft');
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'fibRight');

    await rowOf(page, 'Functions', 'parsePrice').click();
    await inspected(page, 'parsePrice');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByLabel('Which calls').selectOption('Failed');
    const calls = inspector.getByRole('list', { name: 'Calls' }).getByRole('button');
    await eventually(async () => expect(await calls.count()).toBe(2));
    await calls.first().click();
    await inspector
      .getByRole('list', { name: 'Threw' })
      .getByText(/is not a price/)
      .waitFor();
    expect(await inspector.getByRole('list', { name: 'Parameters' }).textContent()).toMatch(
      /text\s*["'](free|n\/a)["']/,
    );
    await inspector.getByRole('list', { name: 'Ancestors' }).getByText('totalPrice').click();
    await inspected(page, 'totalPrice');
    expect(await inspector.getByRole('list', { name: 'Returned' }).textContent()).toContain(
      'total 1674 cents, 2 bad',
    );
    expect(app.problems).toEqual([]);
  });

  test('shows the calls as a flame graph, on a timeline and between modules, and links to each place', async () => {
    await openView(page, 'Flame graph');
    const flames = page.getByRole('region', { name: 'Flame graph' });
    await page.getByRole('textbox', { name: /Find/ }).fill('parsePrice');
    await page.getByRole('status', { name: 'Matches' }).getByText('1', { exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await inspected(page, 'parsePrice');
    await page.getByRole('button', { name: 'Clear the find text' }).click();
    const canvas = flames.getByRole('application');
    // The row below the whole run, at its left end.
    await canvas.click({ position: { x: 12, y: 28 } });
    const sentence = (await flames.locator('output').textContent()) ?? '';
    expect(sentence).toMatch(/^\S+, .+ in all, .+, depth 1$/);
    await inspected(page, sentence.slice(0, sentence.indexOf(',')));

    await page.keyboard.press('Control+P');
    await typeInPalette(page, 'fibLeft', /^fibLeft/);
    await page.keyboard.press('Enter');
    await inspected(page, 'fibLeft');
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
    await inspector.getByRole('region', { name: 'Returned' }).waitFor();
    await openView(page, 'Timeline');
    await lookAround(page);
    const range = /range=\d+-\d+/.exec(page.url())?.[0] ?? '';
    expect(range).not.toBe('');

    await openView(page, 'Modules');
    await page.getByText('6 modules').waitFor();
    await page.getByRole('list', { name: 'Modules on screen' }).getByText('src/left.js').press('Enter');
    await inspected(page, 'left.js');
    const used = inspector.getByRole('list', { name: 'Uses' }).getByRole('button', { name: /right\.js/ });
    await used.getByText('144').waitFor();
    expect(await used.getAttribute('data-tip')).toBe('import, calls');
    await inspector.getByRole('list', { name: 'Cycle' }).getByText('src/right.js').waitFor();

    await inspector.getByRole('button', { name: 'src/left.js' }).first().click();
    const source = page.getByRole('region', { name: 'Source of src/left.js' });
    await source.getByText('return n < 2 ? n : fibRight(n - 1) + fibLeft(n - 2);').waitFor();
    await source.getByRole('button', { name: /^fibLeft: 233 calls/ }).waitFor();

    await page.reload();
    await source.getByText('return n < 2').waitFor();
    await inspected(page, 'left.js');
    expect(page.url()).toContain(range);
    await page.goBack();
    await page.getByText('6 modules').waitFor();
    await page.goForward();
    await source.getByText('return n < 2').waitFor();
    expect(app.problems).toEqual([]);
  });

  test('finds with an exported baseline what a change made slower and what it broke', async () => {
    const file = join(folder.path, 'before.json');
    await openView(page, 'Functions');
    await exportBaseline(host, app, file);
    const baseline = JSON.parse(readFileSync(file, 'utf8'));
    expect(baseline.functions.find((row: { function: string }) => row.function === 'fibRight').calls).toBe(
      232,
    );

    copyFileSync(changedFile, join(project, 'src', 'price.js'));
    await runAndAnswer(page);
    await openView(page, 'Compare');
    await importBaseline(host, app, file);
    await page
      .getByRole('combobox', { name: 'Base' })
      .getByText('before.json')
      .waitFor({ state: 'attached' });
    const rows = (name: string) => cellsOf(page, 'Compared functions', `${name}src/price.js`);
    await rowOf(page, 'Compared functions', 'slowDownsrc/price.js').waitFor();
    expect((await rows('parsePrice')).Verdict).toBe('Slower');
    expect(await rows('checkTotal')).toMatchObject({ 'Errors base': '0', 'Errors run': '1' });
    expect(await rows('slowDown')).toMatchObject({ Verdict: 'New', 'Calls run': '6' });
    const verdicts = await columnOf(page, 'Compared functions', 'Verdict');
    expect(verdicts[0]).toBe('Slower');
    expect(verdicts.lastIndexOf('Slower')).toBe(
      verdicts.filter((verdict) => verdict === 'Slower').length - 1,
    );
    expect(app.problems).toEqual([]);
  });

  test('answers to the keyboard, and has a light and a dark theme', async () => {
    await page.keyboard.press('Control+Shift+P');
    await typeInPalette(page, 'go to modules', /^Go to Modules/);
    await page.keyboard.press('Enter');
    await page.getByText('6 modules').waitFor();
    await page.keyboard.press('Control+P');
    await typeInPalette(page, 'price.js', /price\.js/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+3');
    await rowOf(page, 'Functions', 'fibLeft').waitFor();

    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Run the project under the tracer').waitFor();
    await sheet.getByText('Zoom in at the pointer').first().waitFor();
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });

    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await background();
    await page.getByRole('button', { name: /Switch to the (dark|light) theme/ }).click();
    await eventually(async () => expect(await background()).not.toBe(before));
    await page.getByRole('button', { name: /Switch to the (dark|light) theme/ }).click();
    await eventually(async () => expect(await background()).toBe(before));
    expect(app.problems).toEqual([]);
  });
});

/** Types into the open palette, as soon as it is there, until it offers what is meant. */
async function typeInPalette(page: Page, text: string, offered: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: 'Search' }).waitFor();
  await page.keyboard.type(text);
  await page.getByRole('option', { name: offered, selected: true }).waitFor();
}

/** Frames the selected call, zooms in, shows everything again and drags a range. */
async function lookAround(page: Page): Promise<void> {
  const timeline = page.getByRole('region', { name: 'Timeline' });
  const shown = timeline.getByText(/calls one by one/);
  const tracks = timeline.getByRole('application');
  await tracks.focus();
  await page.keyboard.press('0');
  await shown.waitFor();
  const everything = await shown.textContent();
  await page.keyboard.press('f');
  await eventually(async () => expect(await shown.textContent()).not.toBe(everything));
  const framed = await shown.textContent();
  for (let i = 0; i < 5; i++) await page.keyboard.press('w');
  await eventually(async () => expect(await shown.textContent()).not.toBe(framed));
  await page.keyboard.press('0');
  await eventually(async () => expect(await shown.textContent()).toBe(everything));

  const box = await tracks.boundingBox();
  if (!box) throw new Error('the tracks are not on screen');
  const y = box.y + box.height - 20;
  await page.mouse.move(box.x + box.width / 4, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, y, { steps: 4 });
  await page.mouse.up();
  await eventually(() => expect(page.url()).toMatch(/range=\d+-\d+/));
}

/** Saves the baseline of the run on screen: a download in a browser, the dialog for saving in a window. */
async function exportBaseline(host: HostUnderTest, app: AppUnderTest, file: string): Promise<void> {
  const { page } = app;
  if (host.hasNativeDialogs) {
    await app.answerDialog(file);
    await page.keyboard.press('Control+E');
  } else {
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+E');
    await (await download).saveAs(file);
  }
  await page.getByText('Exported', { exact: true }).waitFor();
}

async function importBaseline(host: HostUnderTest, app: AppUnderTest, file: string): Promise<void> {
  await pickFile(host, app, file, () => app.page.getByRole('button', { name: 'Import baseline' }).click());
}
