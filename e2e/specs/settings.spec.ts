import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { openView } from '../harness/workbench.ts';

describe('the keys of the workbench', () => {
  let app: RecordedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openRecorded('views-job', ['first']);
    page = app.page;
  });
  afterAll(() => app.dispose());
  afterEach(() => expect(app.problems).toEqual([]));

  const keyboard = () => page.getByRole('region', { name: 'Keyboard' });
  const action = (title: string) => keyboard().getByRole('group', { name: title, exact: true });
  const chooseFor = async (title: string, key: string) => {
    await action(title)
      .getByRole('button', { name: `Add a key for ${title}` })
      .click();
    await page.keyboard.press(key);
  };
  const keysOf = (title: string) => action(title).locator('kbd').allTextContents();

  test('can be changed, are told where they are at odds, and given back', async () => {
    await app.show('functions');
    await page.keyboard.press('Control+,');
    await keyboard().getByRole('textbox', { name: 'Find an action' }).fill('flame');
    await chooseFor('Go to Flame graph', 'F7');
    await eventually(async () => expect(await keysOf('Go to Flame graph')).toEqual(['Alt+2', 'F7']));

    // F5 runs the project: pressed here it neither does that nor is taken without a word.
    await chooseFor('Collapse its recursion', 'F5');
    const told = action('Collapse its recursion').getByRole('alert');
    await told.getByText('“Run the project under the tracer” (Run)').waitFor();
    await told.getByRole('button', { name: 'Leave it' }).click();
    expect(await keysOf('Collapse its recursion')).toEqual(['R']);
    await chooseFor('Collapse its recursion', 'x');
    await told.getByRole('button', { name: 'Take it from there' }).click();
    await eventually(async () => expect(await keysOf('Collapse its recursion')).toEqual(['R', 'X']));
    await keyboard().getByRole('textbox', { name: 'Find an action' }).fill('drop');
    await action('Drop the selected function with all it called').getByText('no key').waitFor();

    // They work at once, are there next time, and stand in the sheet.
    await openView(page, 'Functions');
    await page.keyboard.press('F7');
    await page.locator('#tab-flamegraph[aria-selected=true]').waitFor();
    await page.reload();
    await page.locator('#tab-flamegraph[aria-selected=true]').waitFor();
    await openView(page, 'Functions');
    // The page asks for the keys when it opens.
    await eventually(async () => {
      await page.keyboard.press('F7');
      expect(await page.locator('#tab-flamegraph[aria-selected=true]').count()).toBe(1);
    });
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await sheet.getByText('Alt+2, F7', { exact: true }).waitFor();
    await sheet.getByRole('button', { name: 'Change them' }).click();
    await keyboard().getByRole('button', { name: 'Reset all' }).click();
    await keyboard().getByRole('textbox', { name: 'Find an action' }).fill('flame');
    await eventually(async () => expect(await keysOf('Go to Flame graph')).toEqual(['Alt+2']));
    expect(await keysOf('Drop the selected function with all it called')).toEqual(['X']);
  });
});
