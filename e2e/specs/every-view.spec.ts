import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { record, settled } from '../harness/record.ts';
import { inspected, openView } from '../harness/workbench.ts';

const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A program, and one of its functions that every view can show. */
interface Program {
  readonly title: string;
  readonly fn: string;
  /** A part of the name of one of its modules. */
  readonly module: string;
  /** A function that its source alone tells of. */
  readonly defined: string;
  /** Copies it into a folder and says what is run there. */
  readonly prepare: (folder: TemporaryFolder) => {
    readonly project: string;
    readonly command: readonly string[];
  };
}

const programs: readonly Program[] = [
  {
    title: 'the sample shop',
    fn: 'priceCart',
    module: 'pricing',
    defined: 'priceCart',
    prepare: (folder) => ({
      project: folder.copyProject(pathOf('../../assets/samples/shop')),
      command: [process.execPath, 'scripts/start.js'],
    }),
  },
  {
    title: 'a Markdown processor from npm',
    fn: 'l.blockTokens',
    module: 'main.js',
    defined: 'main',
    prepare: (folder) => {
      const project = folder.copyProject(pathOf('../../node_modules/marked'));
      const readme = readFileSync(join(project, 'README.md'), 'utf8');
      writeFileSync(join(project, 'book.md'), readme.repeat(10));
      return { project, command: [process.execPath, 'bin/marked.js', '-i', 'book.md', '-o', 'book.html'] };
    },
  },
];

interface ViewUse {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string;
  /** There once the view has something to show. */
  readonly shows: (page: Page) => Locator;
  /** What is looked for; left out, the function. */
  readonly looked?: 'module' | 'defined';
  /** Selects something without a name: by the mouse, or in the list behind a graph. */
  readonly press: (page: Page) => Promise<void>;
}

const inspectorHeading = (page: Page) =>
  page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { level: 2 });
const canvas = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true }).getByRole('application');
const rows = (page: Page, grid: string) =>
  page.getByRole('grid', { name: grid }).locator('[role=rowgroup] [role=row]');
/** The list behind a graph, which whoever has no mouse goes through. */
const listed = (page: Page, list: string) =>
  page.getByRole('list', { name: `${list} on screen` }).getByRole('button');
/** The first node of it; folders only open. */
const node = (page: Page, list: string) =>
  listed(page, list)
    .filter({ hasNotText: /^Open folder/ })
    .first();

/** The views of a run that a function can be selected and looked for in. */
const views: readonly ViewUse[] = [
  {
    ...{ id: 'timeline', title: 'Timeline', shortcut: 'Alt+1' },
    shows: (page) => page.getByText(/calls one by one/),
    press: async (page) => {
      const box = await canvas(page, 'Timeline').boundingBox();
      if (box === null) throw new Error('the tracks are not on screen');
      // Where calls stand depends on how long each took in this run.
      for (const part of [0.5, 0.3, 0.7, 0.1, 0.9])
        for (const y of [32, 56, 80]) {
          await page.mouse.click(box.x + box.width * part, box.y + y);
          const isSelected = await inspectorHeading(page)
            .waitFor({ timeout: 500 })
            .then(
              () => true,
              () => false,
            );
          if (isSelected) return;
        }
    },
  },
  {
    ...{ id: 'flamegraph', title: 'Flame graph', shortcut: 'Alt+2' },
    shows: (page) => canvas(page, 'Flame graph'),
    // The row below the whole run, at its left end.
    press: (page) => canvas(page, 'Flame graph').click({ position: { x: 12, y: 28 } }),
  },
  {
    ...{ id: 'functions', title: 'Functions', shortcut: 'Alt+3' },
    shows: (page) => rows(page, 'Functions').first(),
    press: (page) => rows(page, 'Functions').nth(2).click(),
  },
  {
    ...{ id: 'modules', title: 'Modules', shortcut: 'Alt+4', looked: 'module' },
    shows: (page) => listed(page, 'Modules').first(),
    press: (page) => node(page, 'Modules').press('Enter'),
  },
  {
    ...{ id: 'calls', title: 'Calls', shortcut: 'Alt+Shift+4', looked: 'defined' },
    shows: (page) => listed(page, 'Functions').first(),
    press: (page) => node(page, 'Functions').press('Enter'),
  },
];

describe.each(programs)('$title', ({ prepare, ...program }) => {
  const { fn } = program;
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;
  let place: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const { project, command } = prepare(folder);
    // What a busy machine has throttled has no box to find.
    writeFileSync(join(project, '.env.tracing'), 'TRACING_OVERHEAD_BUDGET=0\n');
    const run = await record(dataDir, project, 'first', command);
    place = `/p/${encodeURIComponent(project)}/r/${run}`;
    app = await browserHost.start({ dataDir });
    page = app.page;
    page.setDefaultTimeout(30_000);
  });
  afterAll(async () => {
    await app?.dispose();
    folder.dispose();
  });
  beforeEach(async () => {
    await page.goto('about:blank');
    await page.goto(`${app.origin}/#${place}/overview`);
    await isOn('overview');
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const isOn = (id: string) => page.locator(`#tab-${id}[aria-selected=true]`).waitFor();
  const matches = async () => (await page.getByLabel('Matches').textContent()) ?? '';

  test.each(views)('$title is opened, searched, selected in, linked to and left', async (view) => {
    // By its key; what was selected by name elsewhere is selected here.
    await page.keyboard.press(view.shortcut);
    await isOn(view.id);
    await view.shows(page).waitFor();
    await settled(page);
    await page.keyboard.press('Control+P');
    await page.getByRole('combobox', { name: 'Search' }).fill(fn);
    await page.getByRole('option', { name: new RegExp(`^${fn}`), selected: true }).waitFor();
    await page.keyboard.press('Enter');
    await inspected(page, fn);
    await isOn(view.id);

    // By a search; what stands in a closed folder of a graph is not on screen.
    await page.keyboard.press('Escape');
    if (view.looked !== undefined) await page.getByRole('button', { name: 'Open all' }).click();
    await page.keyboard.press('/');
    await page.keyboard.type(program[view.looked ?? 'fn']);
    await eventually(async () => expect(await matches()).toMatch(/^\d/));
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');

    // By a press, and the address leads back to it.
    await view.press(page);
    const heading = inspectorHeading(page);
    await heading.waitFor();
    await eventually(() => expect(page.url()).toMatch(/[?&]sel=/));
    const [link, name] = [page.url(), (await heading.textContent()) ?? ''];
    await page.goto('about:blank');
    await page.goto(link);
    await isOn(view.id);
    await inspected(page, name);

    // Away by a tab, and back.
    await openView(page, 'Findings');
    await isOn('findings');
    await page.goBack();
    await isOn(view.id);
    await inspected(page, name);
  });
});
