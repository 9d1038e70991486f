import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, goTo, placeOf } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { settled } from '../harness/record.ts';
import { viewPrograms } from '../harness/view-programs.ts';
import { inspectorHeading, type ViewUse, viewUses } from '../harness/view-uses.ts';
import { columnOf, inspected, openView } from '../harness/workbench.ts';

for (const program of viewPrograms) {
  const skipped = program.missing === null ? '' : ` (skipped: ${program.missing})`;
  describe.skipIf(program.missing !== null)(`the views of ${program.title}${skipped}`, () => {
    const { fn, prepare } = program;
    let folder: TemporaryFolder;
    let app: AppUnderTest;
    let page: Page;
    let place: string;

    beforeAll(async () => {
      folder = temporaryFolder();
      const { project, run } = await prepare(folder);
      place = `${placeOf(project)}/r/${run}`;
      app = await browserHost.start({ dataDir: join(folder.path, 'data') });
      page = app.page;
      page.setDefaultTimeout(20_000);
    });
    afterAll(async () => {
      await app?.dispose();
      folder.dispose();
    });
    beforeEach(async () => {
      await goTo(page, `${place}/functions`);
      await page.getByRole('grid', { name: 'Functions', exact: true }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.press('Escape');
    });
    afterEach(() => expect(app.problems).toEqual([]));

    const isOn = (id: string) =>
      eventually(async () => expect(new URL(page.url()).hash).toMatch(new RegExp(`/${id}(\\?|$)`)));
    /** Some wait for the analysis of the project. */
    const isShown = (view: ViewUse) => view.shows(page, program).first().waitFor({ timeout: 90_000 });
    const matches = async () => (await page.getByLabel('Matches').textContent()) ?? '';

    /** Selects a function by its name, as Go to does. */
    async function goToFunction(name: string): Promise<void> {
      await page.keyboard.press('Control+P');
      await page.getByRole('combobox', { name: 'Search', exact: true }).fill(name);
      await page.getByRole('option', { name: new RegExp(`^${name}`), selected: true }).waitFor();
      await page.keyboard.press('Enter');
    }

    test.each(viewUses)('$title is opened, searched, selected in, linked to and left', async (view) => {
      // The source is that of the selected function; the others begin with nothing selected.
      if (view.id === 'source') {
        await goToFunction(program.defined);
        await inspected(page, program.defined);
      }
      await page.keyboard.press(view.shortcut);
      await isOn(view.id);
      await isShown(view);
      await settled(page);
      const isThere = view.isIn?.(program) ?? true;

      // By a search.
      const words = isThere ? await view.words(page, program) : null;
      if (words !== null) {
        await page.keyboard.press('Escape');
        await page.keyboard.press('/');
        await page.keyboard.type(words);
        await eventually(async () => expect(await matches()).toMatch(/^\d/));
        await page.keyboard.press('Enter');
        if (view.press) await page.keyboard.press('Escape');
      }

      // By a press, and the address leads back to it.
      const mark = view.mark?.(page) ?? inspectorHeading(page);
      const isMarked = isThere && (view.press ?? view.mark) !== undefined;
      if (isThere) await view.press?.(page, program);
      const selected = isMarked ? await mark.textContent() : null;
      const link = page.url();
      await page.goto('about:blank');
      await page.goto(link);
      await isOn(view.id);
      // A selected call is shown in its trace, not in the list of them.
      if (view.id !== 'trace') await isShown(view);
      if (isMarked) await eventually(async () => expect(await mark.textContent()).toBe(selected));

      // Away, and back.
      const [here, there] = view.isPage ? ['Runs', 'Settings'] : ['Findings', 'Source'];
      await openView(page, view.title === here ? there : here);
      await page.goBack();
      await isOn(view.id);
      if (isMarked) await eventually(async () => expect(await mark.textContent()).toBe(selected));
    });

    test('its calls are searched by field and asked in SQL, below any view', async () => {
      await page.keyboard.press('Control+Shift+F');
      const field = page.getByRole('combobox', { name: 'Search the calls' });
      await field.fill(`function:${fn}`);
      await field.press('Enter');
      await page
        .getByRole('status', { name: 'Matching calls' })
        .getByText(/^1 of [\d,]+/)
        .waitFor();
      await inspected(page, fn);
      await page.keyboard.press('Control+Shift+E');
      await page.getByRole('textbox', { name: 'SQL statement' }).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type('SELECT sum(calls) AS n FROM functions ');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('grid', { name: 'Rows' }).waitFor();
      const [calls = ''] = await columnOf(page, 'Rows', 'n');
      expect(Number(calls.replaceAll(',', ''))).toBeGreaterThan(1000);
    });
  });
}
