import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { openRecorded, type RecordedApp } from '../harness/record.ts';
import { inspected, openView, rowOf } from '../harness/workbench.ts';

describe('the source of a run', () => {
  let folder: TemporaryFolder;
  let app: RecordedApp;
  let page: Page;
  const editorWasSet = process.env.EDITOR;

  beforeAll(async () => {
    folder = temporaryFolder();
    // An editor that writes down what it was given.
    const editor = join(folder.path, 'editor');
    writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" > '${join(folder.path, 'opened')}'\n`);
    chmodSync(editor, 0o755);
    process.env.EDITOR = editor;
    app = await openRecorded('steps-job', ['first']);
    page = app.page;
  });
  afterAll(async () => {
    if (editorWasSet === undefined) delete process.env.EDITOR;
    else process.env.EDITOR = editorWasSet;
    await app.dispose();
    folder.dispose();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const source = (file: string) => page.getByRole('region', { name: `Source of ${file}` });
  const figure = (name: RegExp) => page.getByRole('button', { name });
  /** Opens the place of a function by its name, as Go to does. */
  const goTo = async (name: string, file: string) => {
    await page.keyboard.press('Control+P');
    await page.getByRole('combobox', { name: 'Search' }).fill(`${name} ${file}`);
    await page
      .getByRole('option', { name: new RegExp(`^${name}.*${file}`) })
      .first()
      .click();
    await openView(page, 'Source');
    await source(file).waitFor();
  };
  /** Presses a word in the line on screen that has a text. */
  const press = async (line: string, word: string) => {
    const lines = page.locator('.cm-line').filter({ hasText: line });
    const place = await lines.first().evaluate((element, text) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(text) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + text.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      return null;
    }, word);
    if (place === null) throw new Error(`${word} does not stand in ${line}`);
    await page.mouse.click(place.x, place.y);
  };

  test('says of each line how often it ran, and which one threw', async () => {
    await app.show('functions');
    await goTo('priceOf', 'prices.js');
    await figure(/^priceOf: 6 calls, 1 error/).waitFor();
    await figure(/^Line 5: ran 6×/).waitFor();
    await figure(/^Line 7: ran 1×.*1 call failed here/).waitFor();
    await figure(/^Line 9: ran 5×/).waitFor();
    const failed = page.locator('.cm-line.cm-failed');
    expect(await failed.allTextContents()).toEqual([
      expect.stringContaining('function priceOf'),
      expect.stringContaining('throw new RangeError'),
    ]);
  });

  test('shows the values of the selected call beside its lines', async () => {
    await app.show('functions');
    await rowOf(page, 'Functions', 'priceOf').click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await inspector.getByLabel('Which calls').selectOption('errors');
    await inspector.getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
    await openView(page, 'Source');
    const line = (text: string) => page.locator('.cm-line').filter({ hasText: text });
    await line('function priceOf').getByText('name = "gold"').waitFor();
    await line('const price =').getByText('price = undefined').waitFor();
    await line('throw new').getByText('threw RangeError: no price for gold').waitFor();
  });

  test('leads from a call to the definition, and from there to one of the callers', async () => {
    await app.show('functions');
    await goTo('total', 'main.js');
    await press('sum += priceOf', 'priceOf');
    await page.keyboard.press('F12');
    await source('prices.js').waitFor();
    await press('function priceOf', 'priceOf');
    await page.keyboard.press('F12');
    const callers = page.getByRole('menu', { name: 'Callers of priceOf' });
    await callers.getByRole('menuitem', { name: /^total/ }).waitFor();
    await callers
      .getByRole('menuitem', { name: /main\.js:12/ })
      .first()
      .click();
    await source('main.js').waitFor();
    await eventually(async () =>
      expect(await page.locator('.cm-activeLine').textContent()).toContain('names.map'),
    );
    await page.goBack();
    await source('prices.js').waitFor();
  });

  test('selects a function by the figure of its line, and opens the line in an editor', async () => {
    await app.show('functions');
    await goTo('cheapest', 'main.js');
    await press('function cheapest', 'cheapest');
    await page.keyboard.press('Control+Enter');
    await inspected(page, 'cheapest');
    await page.getByRole('button', { name: 'Open in editor' }).click();
    const opened = join(folder.path, 'opened');
    await eventually(async () => expect(existsSync(opened)).toBe(true));
    await eventually(async () =>
      expect(readFileSync(opened, 'utf8')).toContain(join(app.project, 'main.js')),
    );
  });
});

describe('the source of a program that was built elsewhere', () => {
  let app: RecordedApp;
  beforeAll(async () => {
    app = await openRecorded('built-job', ['first'], [process.execPath, 'out/price.js']);
  });
  afterAll(() => app.dispose());

  test('is shown from the source map, with the figures of its lines, and cannot be edited', async () => {
    const { page } = app;
    await app.show('functions');
    await rowOf(page, 'Functions', 'priceOf').click();
    await inspected(page, 'priceOf');
    await openView(page, 'Source');
    const source = page.getByRole('region', { name: 'Source of src/price.ts' });
    await source.getByText('only in out/price.js.map').waitFor();
    await source.locator('.cm-line').filter({ hasText: 'interface Item' }).waitFor();
    await source.getByRole('button', { name: /^priceOf: 1 call/ }).waitFor();
    await source.getByRole('button', { name: 'Open in editor', disabled: true }).waitFor();
    await source.locator('.cm-content').press('Control+Alt+E');
    await page.getByText('There is no file src/price.ts to open').waitFor();
    expect(app.problems).toEqual([]);
  });
});
