import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp, settled } from '../harness/record.ts';
import { inspected, openView } from '../harness/workbench.ts';

describe('the trace of a request', () => {
  let app: RecordedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openRecorded('views-job', ['first']);
    page = app.page;
  });
  afterAll(() => app.dispose());
  beforeEach(async () => {
    await app.show('trace');
    await page.getByRole('grid', { name: 'Traces' }).getByText('main', { exact: true }).click();
    await tree().waitFor();
    await tree().focus();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const tree = () => page.getByRole('tree', { name: 'Calls of the trace' });
  const bar = () => page.getByRole('region', { name: 'Trace', exact: true });
  /** Names of the lines on screen, from top to bottom, moved in as they are. */
  const lines = () =>
    tree()
      .getByRole('treeitem')
      .evaluateAll((items) =>
        items
          .map((item) => ({ item, top: item.getBoundingClientRect().top }))
          .sort((a, b) => a.top - b.top)
          .map(({ item }) => {
            const [, name, more] = item.firstElementChild?.children ?? [];
            const many = /^\d+ calls$/.test(more?.textContent ?? '') ? ` ${more?.textContent}` : '';
            return '  '.repeat(Number(item.ariaLevel) - 1) + name?.textContent + many;
          }),
      );

  test('is a tree with repeated calls in one line, which opens', async () => {
    expect(await lines()).toEqual(['main', '  handle 6 calls']);
    // A time stands above what happened then.
    const placeOfPart = async (part: string) => {
      const box = await page.locator(`[data-part=${part}]`).first().boundingBox();
      return [Math.round(box?.x ?? -1), Math.round(box?.width ?? -1)];
    };
    expect(await placeOfPart('axis')).toEqual(await placeOfPart('waterfall'));
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    await eventually(async () =>
      expect((await lines()).slice(0, 8)).toEqual([
        'main',
        '  handle 6 calls',
        '    handle',
        '      load',
        '        found',
        '      load',
        '        found',
        '      priceOf',
      ]),
    );
    expect(await lines()).toContain('        taxOf 10 calls');
    // A value that was thrown stands beside the call that threw it.
    await tree().getByText('("cart", 8)').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('handle.js');
    await eventually(async () => expect(await page.getByLabel('Matches').textContent()).toBe('6'));
    for (let i = 0; i < 4; i++) await page.keyboard.press('Enter');
    await tree().getByText('threw RangeError: order 4 is out of stock').first().waitFor();
  });

  test('is walked through with the keys, and the inspector follows', async () => {
    await inspected(page, 'main');
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'handle');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'load');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await inspected(page, 'handle');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await eventually(async () => expect(await lines()).toEqual(['main', '  handle 6 calls']));
    await page.keyboard.press('f');
    await bar().getByRole('button', { name: 'Show the whole trace' }).click();
  });

  test('says what had to be waited for: of two loads at once the longer one', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('load');
    await eventually(async () => expect(await page.getByLabel('Matches').textContent()).toBe('12'));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await inspected(page, 'load');
    await bar()
      .getByText(/Critical path, what had to be waited for: .* in \d+ steps/)
      .waitFor();
    // load('cart', 8) was waited for nearly all its time, load('customer', 2) hardly at all.
    const waited = await tree()
      .getByRole('treeitem')
      .filter({ has: page.getByText('load', { exact: true }) })
      .evaluateAll((items) =>
        items.slice(0, 2).map((item) => {
          const [box, ...pieces] = item.children[1]?.children ?? [];
          const width = (element: Element | undefined) => element?.getBoundingClientRect().width ?? 0;
          return pieces.reduce((sum, piece) => sum + width(piece), 0) / width(box);
        }),
      );
    expect(waited[0]).toBeGreaterThan(0.5);
    expect(waited[1]).toBeLessThan(0.5);
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('is a sequence of calls between modules, repeated ones counted', async () => {
    await bar().getByRole('button', { name: 'Sequence' }).click();
    const messages = page.getByRole('listbox', { name: 'Messages' }).getByRole('option');
    await messages.first().waitFor();
    const names = (await messages.allTextContents()).map((text) => text.replace(/ [\d.]+ \S+$/, ''));
    expect(names.slice(0, 5)).toEqual(['main', 'handle', 'load \u00d7 2', 'priceOf', 'handle']);
    await page.reload();
    await messages.nth(3).click();
    await inspected(page, 'priceOf');
    await bar().getByRole('button', { name: 'Threads' }).click();
    await bar().getByText('All of it happened in one place').waitFor();
    await page.goBack();
    await messages.first().waitFor();
  });

  test('puts two calls of one function side by side', async () => {
    await page.keyboard.press('ArrowDown');
    await inspected(page, 'handle');
    await bar().getByRole('button', { name: 'Compare', exact: true }).click();
    const failed = bar().getByRole('combobox', { name: 'The call to compare with' });
    const one = failed.locator('option', { hasText: /^Failed 1/ });
    await one.waitFor({ state: 'attached' });
    await failed.selectOption(await one.getAttribute('value'));
    await bar().getByText('RangeError: order 4 is out of stock').first().waitFor();
    await settled(page);
    const row = page
      .getByRole('grid', { name: 'What both called' })
      .getByRole('row')
      .filter({ has: page.getByText('taxOf', { exact: true }) });
    expect((await row.getByRole('gridcell').allTextContents()).slice(1, 3)).toEqual(['10', '\u2013']);
  });

  test('can be of one call alone, is in the address, and leads to its flame graph', async () => {
    await page.keyboard.press('ArrowDown');
    await bar().getByRole('button', { name: 'Only this call' }).click();
    await eventually(async () => expect((await lines())[0]).toBe('handle'));
    await page.reload();
    await eventually(async () => expect((await lines())[0]).toBe('handle'));
    await bar().getByRole('button', { name: 'Flame graph' }).click();
    await page.getByRole('navigation', { name: 'What is shown' }).getByText('One trace').waitFor();
    await openView(page, 'Trace');
    await eventually(async () => expect((await lines())[0]).toBe('handle'));
    await bar().getByRole('button', { name: 'Whole trace', exact: true }).click();
    await eventually(async () => expect((await lines())[0]).toBe('main'));
  });
});
