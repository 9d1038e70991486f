import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { cellsOf, columnOf, columnsOf, inspected, rowOf } from '../harness/workbench.ts';

describe('the functions of a run', () => {
  let app: RecordedApp;
  let page: Page;
  /** A run with a profile of memory, which the first does not have. */
  let hoarding: string;

  beforeAll(async () => {
    app = await openRecorded('views-job', ['first']);
    page = app.page;
    const command = [process.execPath, 'allocate.js'];
    hoarding = await app.recordWith('TRACING_CAPTURE_MEMORY=retained', 'hoarding', command);
  });
  afterAll(() => app.dispose());
  beforeEach(async () => {
    await app.show('functions');
    await rowOf(page, 'Functions', 'taxOf').waitFor();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const view = () => page.getByRole('region', { name: 'Functions' });
  const toolbar = () => view().getByRole('toolbar', { name: 'What the rows are' });

  test('are added up by file, and a file leads to its functions', async () => {
    await toolbar().getByRole('button', { name: 'Files' }).click();
    await rowOf(page, 'Files', 'src/price.js').waitFor();
    // priceOf 5, taxOf 50, countdown 30.
    expect((await cellsOf(page, 'Files', 'src/price.js')).Calls).toBe('85');
    expect((await cellsOf(page, 'Files', 'src/handle.js')).Errors).toBe('1');
    await page.reload();
    await rowOf(page, 'Files', 'src/price.js').click();
    await page.locator('[role=row][aria-selected=true]').getByText('src/price.js').waitFor();
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect([...(await columnOf(page, 'Functions', 'Function'))].sort()).toEqual([
        'countdown',
        'priceOf',
        'taxOf',
      ]),
    );
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('are added up by folder, and a folder leads to its files', async () => {
    await toolbar().getByRole('button', { name: 'Folders' }).click();
    await rowOf(page, 'Folders', 'src').click();
    const { Calls, Errors } = await cellsOf(page, 'Folders', 'src');
    // All of price.js, handle.js (6) and store.js.
    expect(Number(Calls)).toBeGreaterThan(85 + 6);
    expect(Errors).not.toBe('0');
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect([...(await columnOf(page, 'Files', 'File'))].sort()).toEqual([
        'src/handle.js',
        'src/price.js',
        'src/store.js',
      ]),
    );
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('have percentiles in a selected time, too, and only what ran then', async () => {
    const all = Number((await cellsOf(page, 'Functions', 'handle')).Calls);
    expect(all).toBe(6);
    await app.show('functions', { range: '0-1' });
    await view().getByText('in the selected time range').waitFor();
    await app.show('functions', { range: '0-600000000000' });
    await rowOf(page, 'Functions', 'handle').waitFor();
    const { Calls, p95 } = await cellsOf(page, 'Functions', 'handle');
    expect(Calls).toBe('6');
    expect(p95).toMatch(/^[\d.]+ ms$/);
  });

  test('have the columns that were chosen, also next time', async () => {
    expect(await columnsOf(page, 'Functions')).toContain('Spread');
    const choose = async (title: string) => {
      await view().getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemradio', { name: title, exact: false }).first().click();
    };
    await choose('Spread');
    await choose('p50');
    const expected = async () => {
      const titles = await columnsOf(page, 'Functions');
      expect(titles).not.toContain('Spread');
      expect(titles).toContain('p50');
    };
    await eventually(expected);
    await page.reload();
    await rowOf(page, 'Functions', 'taxOf').waitFor();
    await expected();
    await choose('Spread');
    await choose('p50');
  });

  test('have columns of memory where it was recorded, or lead to what records it', async () => {
    expect(await columnsOf(page, 'Functions')).not.toContain('Mem self');
    const memory = page.getByRole('menuitem', { name: /^Memory/ });
    await view().getByRole('button', { name: 'Columns' }).click();
    await memory.press('Enter');
    await page.locator('#setting-TRACING_CAPTURE_MEMORY').waitFor();

    await app.show('functions', {}, hoarding);
    await view().getByRole('button', { name: 'Mem self' }).press('Enter');
    await eventually(async () => expect((await columnOf(page, 'Functions', 'Function'))[0]).toBe('hoard'));
    // 4,000 arrays of 8,000 bytes, in samples.
    expect((await cellsOf(page, 'Functions', 'hoard'))['Mem self']).toMatch(/^[1-5]\d\.\d MB$/);
    expect((await cellsOf(page, 'Functions', 'keep'))['Mem total']).toMatch(/^[1-5]\d\.\d MB$/);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await view().getByRole('button', { name: 'Copy' }).press('Enter');
    await page.getByText(/functions as CSV/).waitFor();
    const [head, first] = (await page.evaluate(() => navigator.clipboard.readText())).split('\r\n');
    expect(head).toContain(',Mem self (bytes),Mem total (bytes),');
    expect(first).toMatch(/^hoard,allocate\.js:2,1,0,/);
    await rowOf(page, 'Functions', 'hoard').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByText('Mem total').waitFor();
    await toolbar().getByRole('button', { name: 'Files' }).click();
    await rowOf(page, 'Files', 'allocate.js').waitFor();
    expect((await cellsOf(page, 'Files', 'allocate.js'))['Mem total']).toMatch(/^[1-5]\d\.\d MB$/);
    await toolbar().getByRole('button', { name: 'Functions' }).click();
    await rowOf(page, 'Functions', 'keep').click();
    await page.keyboard.press('Enter');
    const article = page.getByRole('article', { name: 'Function keep' });
    await article.getByText('Mem total').waitFor();
    await article.getByRole('button', { name: 'Memory' }).press('Enter');
    const trail = page.getByRole('navigation', { name: 'What is shown' });
    await trail.getByText('Callers and callees of keep').waitFor();

    await app.show('functions', { range: '0-600000000000' }, hoarding);
    await rowOf(page, 'Functions', 'keep').waitFor();
    expect(await columnsOf(page, 'Functions')).not.toContain('Mem self');
    await view().getByRole('button', { name: 'Columns' }).click();
    expect(await memory.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
  });

  test('keep a filter, and come back to it', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('price');
    await eventually(async () => expect(await columnOf(page, 'Functions', 'Function')).toHaveLength(3));
    const filters = view().getByRole('button', { name: 'Filters' });
    await filters.click();
    await page.getByRole('menuitem', { name: /^Keep this filter/ }).click();
    await page.getByRole('button', { name: 'Clear the find text' }).click();
    await page.reload();
    await rowOf(page, 'Functions', 'handle').waitFor();
    await filters.click();
    await page.getByRole('menuitemradio', { name: '\u201cprice\u201d' }).click();
    await eventually(async () => expect(await columnOf(page, 'Functions', 'Function')).toHaveLength(3));
    await filters.click();
    await page.getByRole('menuitem', { name: 'Forget this filter' }).click();
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('have a page each, with their calls and values, from the keyboard and back', async () => {
    await rowOf(page, 'Functions', 'handle').click();
    await page.keyboard.press('Enter');
    const article = page.getByRole('article', { name: 'Function handle' });
    await article.getByRole('img', { name: '6 calls by when they began and how long they took' }).waitFor();
    await article.getByRole('button', { name: 'Failed' }).click();
    const failed = article.getByRole('region', { name: 'Calls', exact: true }).getByRole('listitem');
    await eventually(async () => expect(await failed.count()).toBe(1));
    await failed.getByText('threw RangeError: order 4 is out of stock').waitFor();
    await failed.getByRole('button').click();
    await inspected(page, 'handle');
    const source = article.getByRole('region', { name: 'Source of the function' });
    await source.getByText('threw RangeError: order 4 is out of stock').waitFor();
    const neighbours = (of: Locator) => of.getByRole('region', { name: 'Callers and callees' });
    await neighbours(article)
      .getByRole('button', { name: /priceOf/ })
      .click();
    const next = page.getByRole('article', { name: 'Function priceOf' });
    await neighbours(next).getByRole('button', { name: /taxOf/ }).waitFor();
    await page.goBack();
    await page.goBack();
    await article.waitFor();
    await page.keyboard.press('Escape');
    await rowOf(page, 'Functions', 'handle').waitFor();
  });
});
