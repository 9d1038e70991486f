import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp, settled } from '../harness/record.ts';
import { inspected } from '../harness/workbench.ts';

describe('the flame graph', () => {
  let app: RecordedApp;
  let page: Page;
  /** A run with a profile of memory, which the others do not have. */
  let hoarding: string;

  beforeAll(async () => {
    app = await openRecorded('views-job', ['first', 'second']);
    page = app.page;
    const command = [process.execPath, 'allocate.js'];
    hoarding = await app.recordWith('TRACING_CAPTURE_MEMORY=allocated', 'hoarding', command);
  });
  afterAll(() => app.dispose());
  beforeEach(async () => {
    await app.show('flamegraph');
    await page.getByRole('region', { name: 'Flame graph' }).getByRole('application').focus();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const bar = () => page.getByRole('region', { name: 'Flame graph' });
  const trail = () => page.getByRole('navigation', { name: 'What is shown' });
  const own = () => new URLSearchParams(new URL(page.url()).hash.split('?')[1]).get('own') ?? '';
  const matches = async () => (await page.getByLabel('Matches').textContent()) ?? '';

  /** Looks for a function and selects its first box. */
  async function find(name: string): Promise<void> {
    await page.keyboard.press('/');
    await page.keyboard.type(name);
    await page.getByLabel('Matches').waitFor();
    await page.keyboard.press('Enter');
    await inspected(page, name);
    await bar().getByRole('application').focus();
  }

  /** Waits for the inspector to show how long so many calls took. */
  async function callsByThisWay(calls: number): Promise<void> {
    const section = page.getByRole('region', { name: 'Calls by this way' });
    await section.getByRole('img', { name: new RegExp(`^${calls} calls by how long they took`) }).waitFor();
  }

  test('is turned to each of its orders by a key, and the address says which', async () => {
    const pressed = () => bar().getByRole('button', { pressed: true }).first().textContent();
    for (const [key, title, text] of [
      ['1', 'Time order', 'first-call'],
      ['4', 'Bottom up', 'bottom-up'],
      ['2', 'Left heavy', ''],
    ] as const) {
      await page.keyboard.press(key);
      await eventually(async () => expect(await pressed()).toBe(title));
      expect(own()).toBe(text);
    }
    await find('countdown');
    await page.keyboard.press('3');
    await trail().getByText('Callers and callees of countdown').waitFor();
    await page.goBack();
    await trail().waitFor({ state: 'detached' });
  });

  test('is transformed from the keyboard, and back undoes it, as the button does', async () => {
    // By its time the innermost call may be too narrow to be found: it has none.
    await page.getByLabel('Width of a call', { exact: true }).selectOption('calls');
    await find('countdown');
    await settled(page);
    // countdown(5) stands in itself six times over.
    expect(await matches()).toBe('1 of 6');
    // One for each order that was not out of stock; the others of its calls came another way.
    await callsByThisWay(5);
    await page.keyboard.press('r');
    await trail().getByText('Recursion of countdown collapsed').waitFor();
    await eventually(async () => expect(await matches()).toMatch(/1$/));
    await callsByThisWay(30);
    await page.goBack();
    await eventually(async () => expect(await matches()).toMatch(/6$/));
    await page.keyboard.press('Shift+Enter');
    await find('countdown');
    await page.keyboard.press('x');
    await trail().getByText('Without countdown').waitFor();
    await eventually(async () => expect(await matches()).toBe('none'));
    await page.reload();
    await trail().getByText('Without countdown').waitFor();
    await trail().getByRole('button', { name: 'Undo' }).click();
    await trail().waitFor({ state: 'detached' });
  });

  test('offers the same in the menu of a box, and stacks what was chosen', async () => {
    await find('priceOf');
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: /^Focus on the function/ }).click();
    await trail().getByText('Focus on priceOf').waitFor();
    await find('taxOf');
    await page.keyboard.press('m');
    await trail().getByText('Merged taxOf').waitFor();
    expect(own()).toMatch(/^do:f\d+,m\d+$/);
    await trail().getByRole('button', { name: 'Focus on priceOf' }).click();
    await trail().getByText('Merged taxOf').waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await trail().waitFor({ state: 'detached' });
  });

  test('is as wide as its calls, when that is asked for', async () => {
    await bar().getByRole('combobox', { name: 'Width of a call' }).selectOption('calls');
    await settled(page);
    // Of the calls below main, the ten of taxOf in each of five orders are most.
    await page.keyboard.press('4');
    await settled(page);
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'taxOf');
    await callsByThisWay(50);
    expect(own()).toContain('by:calls');
  });

  test('is as wide as what was allocated, or says what records that', async () => {
    const width = () => bar().getByRole('combobox', { name: 'Width of a call' });
    await width().selectOption('memory');
    await bar().getByText('This run has no profile of memory').waitFor();
    await bar().getByRole('button', { name: 'Open TRACING_CAPTURE_MEMORY' }).press('Enter');
    await page.locator('#setting-TRACING_CAPTURE_MEMORY').waitFor();
    await page.goBack();
    await bar().getByRole('button', { name: 'Width by total time' }).press('Enter');
    await eventually(async () => expect(await width().inputValue()).toBe('total'));

    await app.show('flamegraph', { own: 'bottom-up;by:memory' }, hoarding);
    await bar().getByRole('application').focus();
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'hoard');
    const selected = bar().getByRole('status').first();
    await eventually(async () =>
      expect(await selected.textContent()).toMatch(/^hoard, [1-5]\d\.\d MB allocated in all/),
    );
    await find('keep');
    await page.keyboard.press('3');
    await trail().getByText('Callers and callees of keep').waitFor();
    await settled(page);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'hoard');
    await page.keyboard.press('2');
    await trail().waitFor({ state: 'detached' });
    await find('hoard');
    await page.keyboard.press('m');
    await trail().getByText('Merged hoard').waitFor();
    await eventually(async () => expect(await matches()).toBe('none'));
    expect(own()).toMatch(/^by:memory;of:\d+;do:m\d+$/);
    await page.keyboard.press('u');
    await trail().waitFor({ state: 'detached' });

    await app.show('flamegraph', { own: 'by:memory', range: '0-1000000' }, hoarding);
    await bar().getByText('What was allocated is known of the whole run only').waitFor();
    await bar().getByRole('button', { name: 'Clear the time range' }).last().press('Enter');
    await bar().getByText('What was allocated is known').waitFor({ state: 'detached' });
    await bar().getByRole('application').focus();
    await find('hoard');
    await eventually(async () =>
      expect(await selected.textContent()).toMatch(/^hoard, [1-5]\d\.\d MB allocated in all/),
    );
  });

  test('lays another run over this one', async () => {
    await bar().getByRole('button', { name: 'Compare and save' }).click();
    await page.getByRole('menuitemradio', { name: 'second' }).click();
    await trail().getByText('Compared with second').waitFor();
    await settled(page);
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'main');
    // Transforms are done to both.
    await find('taxOf');
    await page.keyboard.press('x');
    await trail().getByText('Without taxOf').waitFor();
    await eventually(async () => expect(await matches()).toBe('none'));
    await page.reload();
    await trail().getByText('Without taxOf').waitFor();
    await trail().getByRole('button', { name: 'Undo' }).click();
    await trail().getByText('Without taxOf').waitFor({ state: 'detached' });
    await trail().getByRole('button', { name: 'Compared with second: no more' }).click();
    await trail().waitFor({ state: 'detached' });
  });

  test('is saved as a picture', async () => {
    const save = async (title: string) => {
      await bar().getByRole('button', { name: 'Compare and save' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('menuitem', { name: title }).click();
      const file = await download;
      return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
    };
    const svg = await save('Save as SVG');
    expect(svg.name).toBe('first-flame-graph.svg');
    expect(svg.bytes.toString()).toMatch(/^<svg .*<title>handle\nsrc\/handle\.js:4\n/s);
    const png = await save('Save as PNG');
    expect([...png.bytes.subarray(1, 4)]).toEqual([...'PNG'].map((letter) => letter.charCodeAt(0)));
    expect(png.bytes.length).toBeGreaterThan(2000);
  });
});
