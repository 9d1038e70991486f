import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { openView, rowOf } from '../harness/workbench.ts';

describe('the replay of a Python program', () => {
  let app: RecordedApp;
  let page: Page;

  beforeAll(async () => {
    app = await openRecorded('steps-job', ['first'], ['python3', 'main.py']);
    page = app.page;
  });
  afterAll(() => app.dispose());
  afterEach(() => expect(app.problems).toEqual([]));

  const at = (line: RegExp) =>
    eventually(async () => expect(await page.locator('.cm-current').textContent()).toMatch(line));
  const holds = (name: string, text: string) =>
    eventually(async () => {
      const variables = page.getByRole('region', { name: 'Variables' }).getByRole('listitem');
      const own = variables.filter({ has: page.getByText(name, { exact: true }) });
      expect(await own.first().textContent()).toContain(text);
    });

  test('leads from the call that failed back through its lines, to the caller and to a write', async () => {
    await app.show('functions');
    await rowOf(page, 'Functions', 'price_of').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByLabel('Which calls').selectOption('errors');
    await inspector.getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
    await inspector.getByRole('button', { name: 'Failure' }).click();
    await at(/raise LookupError/);
    await holds('name', 'gold');
    await page.getByRole('slider', { name: 'Step' }).focus();
    await page.keyboard.press('Shift+S');
    await at(/if price is None/);
    await page.keyboard.press('Shift+O');
    await at(/amount = amount \+ price_of/);
    await holds('amount', '3');
    // Its last write before: the first name of this list.
    const amount = page
      .getByRole('region', { name: 'Variables' })
      .getByRole('listitem')
      .filter({ has: page.getByText('amount', { exact: true }) });
    await amount.first().hover();
    await page.getByRole('button', { name: 'Previous write of amount' }).click();
    await at(/amount = amount \+ price_of/);
    await holds('amount', '0');
  });

  test('has figures of its lines in the source', async () => {
    await app.show('functions');
    await rowOf(page, 'Functions', 'price_of').click();
    await openView(page, 'Source');
    await page.getByRole('button', { name: /^Line 5: ran 4×/ }).waitFor();
    await page.getByRole('button', { name: /^Line 7: ran 1×.*1 call failed here/ }).waitFor();
  });
});
