import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { inspected } from '../harness/workbench.ts';

describe('tasks that go on at once', () => {
  let app: RecordedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openRecorded('tasks-job', ['first']);
    page = app.page;
  });
  afterAll(() => app.dispose());
  beforeEach(() => app.show('timeline'));
  afterEach(() => expect(app.problems).toEqual([]));

  const view = () => page.getByRole('region', { name: 'Timeline', exact: true });
  const tasks = () =>
    view()
      .getByRole('button', { expanded: true })
      .filter({ hasText: /task, / });
  const choose = async () => {
    await view().getByRole('button', { name: '1 track', exact: true }).click();
    await page.getByRole('menuitemradio', { name: /^Requests and tasks/ }).click();
  };

  test('have a track each, with what they called, and the address says so', async () => {
    expect(await tasks().count()).toBe(0);
    await choose();
    await eventually(async () => {
      const names = await tasks().evaluateAll((all) =>
        all.map((each) => (each.textContent ?? '').replace(/task, .*, /, ' ')),
      );
      // What main did by itself, with report and the arrow function; then each download with its four calls.
      expect(names[0]).toMatch(/^main \d calls$/);
      expect(names.slice(1)).toEqual(['download 5 calls', 'download 5 calls', 'download 5 calls']);
    });
    await page.reload();
    await eventually(async () => expect(await tasks().count()).toBe(4));
    await page.goBack();
    await eventually(async () => expect(await tasks().count()).toBe(0));
  });

  test('are pressed as calls are, and folded as tracks are', async () => {
    await choose();
    await eventually(async () => expect(await tasks().count()).toBe(4));
    const header = await tasks().nth(1).boundingBox();
    const canvas = await view().getByRole('application').boundingBox();
    if (header === null || canvas === null) throw new Error('the track is not on screen');
    // The first lane of the second track: a download, which lasts for most of the run.
    await page.mouse.click(canvas.x + canvas.width / 2, header.y + header.height + 10);
    await inspected(page, 'download');
    await tasks().first().click();
    await eventually(async () => expect(await tasks().count()).toBe(3));
  });
});
