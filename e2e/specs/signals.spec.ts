import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { inspected } from '../harness/workbench.ts';

describe('what a Python program logged and asked of its database', () => {
  let app: RecordedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openRecorded('orders-job', ['first'], ['python3', 'main.py']);
    page = app.page;
  });
  afterAll(() => app.dispose());
  afterEach(() => expect(app.problems).toEqual([]));

  const timeline = () => page.getByRole('region', { name: 'Timeline', exact: true });
  const tree = () => page.getByRole('tree', { name: 'Calls of the trace' });
  const line = (name: string) =>
    tree()
      .getByRole('treeitem')
      .filter({ has: page.getByText(name, { exact: true }) });

  test('has a track of its own on the timeline, which can be hidden', async () => {
    await app.show('timeline');
    const track = timeline().getByRole('button', { name: /^Database/ });
    await track.getByText('7 operations', { exact: true }).waitFor();
    await timeline().getByRole('button', { name: '2 tracks', exact: true }).waitFor();
    await track.hover();
    await timeline().getByRole('button', { name: 'Hide Database' }).click();
    await timeline().getByRole('button', { name: '1 of 2 tracks' }).waitFor();
    await page.reload();
    await timeline().getByRole('button', { name: '1 of 2 tracks' }).waitFor();
    await page.goBack();
    await track.waitFor();
  });

  test('stands below the track of a thread that is moved up or pinned, and the address says so', async () => {
    await app.show('timeline');
    const tracks = timeline().getByRole('button', { expanded: true });
    const isFirst = (name: RegExp) => tracks.first().filter({ hasText: name }).waitFor();
    await isFirst(/^Database/);
    const button = (name: string) => timeline().getByRole('button', { name, exact: true });
    await button('Move python3 main.py up').focus();
    await page.keyboard.press('Enter');
    await isFirst(/^python3/);
    await page.goBack();
    await isFirst(/^Database/);
    await button('Pin python3 main.py to the top').focus();
    await page.keyboard.press('Enter');
    await isFirst(/^python3/);
    await page.reload();
    await isFirst(/^python3/);
    await button('Unpin python3 main.py').focus();
    await page.keyboard.press('Enter');
    await isFirst(/^Database/);
  });

  test('stands in the trace with the calls that did it', async () => {
    await app.show('trace');
    await page.getByRole('grid', { name: 'Traces' }).getByText('main', { exact: true }).click();
    await tree().focus();
    await line('handle').first().getByText('handling order 1').waitFor();
    // What is folded away below a call is told with the call.
    await page.getByRole('button', { name: 'Unfold' }).click();
    await line('total_of').nth(2).getByText('order 9 is not there').waitFor();
    await line('SELECT orders').first().getByText('SELECT total FROM orders WHERE id = ?').waitFor();
    await line('SELECT orders').first().click();
    await inspected(page, 'SELECT orders');
    await eventually(async () =>
      expect(await line('total_of').nth(2).locator('[data-tone=error][data-tip]').count()).toBe(2),
    );
  });
});
