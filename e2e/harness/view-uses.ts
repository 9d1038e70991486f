import type { Locator, Page } from 'playwright-core';
import type { ViewProgram } from './view-programs.ts';

/** How a person uses a view: what is there, what is looked for, how something is selected. */
export interface ViewUse {
  readonly id: string;
  readonly title: string;
  readonly shortcut: string;
  /** It stands beside the views of a run, not among them. */
  readonly isPage?: boolean;
  /** There once the view has something to show, or says why not. */
  readonly shows: (page: Page, program: ViewProgram) => Locator;
  /** Words to look for; `null`: there is nothing to look in. */
  readonly words: (page: Page, program: ViewProgram) => Promise<string | null>;
  /** Selects something by the mouse, or in the list behind a graph; left out where nothing can be. */
  readonly press?: (page: Page, program: ViewProgram) => Promise<void>;
  /** Says what is selected; the inspector's heading when left out. */
  readonly mark?: (page: Page) => Locator;
  /** Whether there is anything of it in the program; where not, its words are all there is. */
  readonly isIn?: (program: ViewProgram) => boolean;
}

export const inspectorHeading = (page: Page) =>
  page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { level: 2 });
const canvas = (page: Page, name: string) =>
  page.getByRole('region', { name, exact: true }).getByRole('application');
const rows = (page: Page, grid: string) =>
  page.getByRole('grid', { name: grid, exact: true }).locator('[role=rowgroup] [role=row]');
/** The first cell of the row that is selected. */
const selectedRow = (page: Page, grid: string) =>
  page.getByRole('grid', { name: grid, exact: true }).locator('[aria-selected=true] [role=gridcell]').nth(1);
/** The list behind a graph, which whoever has no mouse goes through. */
const listed = (page: Page, list: string) =>
  page.getByRole('list', { name: `${list} on screen` }).getByRole('button');
/** The first node of it; folders only open. */
const node = (page: Page, list: string) =>
  listed(page, list)
    .filter({ hasNotText: /^Open folder/ })
    .first();
/** Leads a graph to its nodes where all of them stand in closed folders. */
async function pressNode(page: Page, list: string): Promise<void> {
  while ((await node(page, list).count()) === 0) await listed(page, list).first().press('Enter');
  await node(page, list).press('Enter');
}
const cell = async (row: Locator, at: number) =>
  (await row.getByRole('gridcell').nth(at).textContent()) ?? '';
const fn = async (_page: Page, program: ViewProgram) => program.fn;
/** What is still to be said of a name that is cut in the middle. */
const lastWord = (text: string) => text.split(/[\s/…]+/).at(-1) ?? '';

export const viewUses: readonly ViewUse[] = [
  {
    ...{ id: 'overview', title: 'Overview', shortcut: 'Alt+Shift+0' },
    shows: (page) => page.getByRole('region', { name: 'Files by self time' }),
    words: async (page) =>
      lastWord(
        (await page
          .getByRole('region', { name: 'The gravest findings' })
          .getByRole('button')
          .first()
          .getAttribute('data-tip')) ?? '',
      ).replace(/:\d+$/, ''),
    // It leads to the findings, which are another view.
    mark: (page) => page.getByRole('region', { name: 'The gravest findings' }).locator('[aria-current=true]'),
  },
  {
    ...{ id: 'timeline', title: 'Timeline', shortcut: 'Alt+1' },
    shows: (page) => page.getByText(/calls one by one/),
    words: fn,
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
    words: fn,
    // The row below the whole run, at its left end.
    press: (page) => canvas(page, 'Flame graph').click({ position: { x: 12, y: 28 } }),
  },
  {
    ...{ id: 'functions', title: 'Functions', shortcut: 'Alt+3' },
    shows: (page) => rows(page, 'Functions').first(),
    words: fn,
    press: (page) => rows(page, 'Functions').first().click(),
  },
  {
    ...{ id: 'trace', title: 'Trace', shortcut: 'Alt+Shift+3' },
    shows: (page) => rows(page, 'Traces').first(),
    words: async (page) => (await cell(rows(page, 'Traces').first(), 0)).trim(),
    press: async (page) => {
      const tree = page.getByRole('tree', { name: 'Calls of the trace' });
      // A match of the search has been opened already.
      await tree.or(rows(page, 'Traces').first()).waitFor();
      if ((await tree.count()) === 0) await rows(page, 'Traces').first().click();
      await tree.getByRole('treeitem').nth(1).click();
    },
  },
  {
    ...{ id: 'modules', title: 'Modules', shortcut: 'Alt+4' },
    shows: (page) => listed(page, 'Modules').first(),
    words: async (_page, { module }) => module,
    press: (page) => pressNode(page, 'Modules'),
  },
  {
    ...{ id: 'calls', title: 'Calls', shortcut: 'Alt+Shift+4' },
    shows: (page) => listed(page, 'Functions').first(),
    words: async (_page, { defined }) => defined,
    press: (page) => pressNode(page, 'Functions'),
  },
  {
    ...{ id: 'dependencies', title: 'Dependencies', shortcut: 'Alt+Shift+5' },
    shows: (page) => listed(page, 'Modules and packages').first(),
    words: async (_page, { module }) => module,
    press: (page) => pressNode(page, 'Modules and packages'),
  },
  {
    ...{ id: 'findings', title: 'Findings', shortcut: 'Alt+8' },
    shows: (page) => rows(page, 'Findings').first(),
    words: async (page) => (await cell(rows(page, 'Findings').first(), 1)).trim(),
    press: (page) => rows(page, 'Findings').first().click(),
  },
  {
    ...{ id: 'source', title: 'Source', shortcut: 'Alt+5' },
    shows: (page) => page.locator('.cm-line').first(),
    words: async (_page, { word }) => word,
    press: (page) =>
      page
        .getByRole('button', { name: /: [\d,]+ calls?/ })
        .first()
        .click(),
  },
  {
    ...{ id: 'replay', title: 'Replay', shortcut: 'Alt+Shift+9' },
    shows: (page, { hasSteps }) =>
      hasSteps ? page.locator('.cm-current') : page.getByText('This run has no steps to replay'),
    isIn: ({ hasSteps }) => hasSteps,
    words: async (page) => /\w+/.exec((await page.locator('.cm-current').textContent()) ?? '')?.[0] ?? null,
    press: async (page) => {
      const position = page.getByLabel('Position');
      const before = await position.textContent();
      await page.getByRole('button', { name: 'Step into' }).click();
      await position.filter({ hasNotText: before ?? '' }).waitFor();
    },
    mark: (page) => page.getByLabel('Position'),
  },
  {
    ...{ id: 'fixes', title: 'Fixes', shortcut: 'Alt+9' },
    isPage: true,
    shows: (page, { hasFixes }) =>
      hasFixes
        ? page.getByRole('list', { name: 'Proposed fixes' })
        : page
            .getByText('There is nothing to fix by itself')
            .or(page.getByRole('list', { name: 'Proposed fixes' })),
    isIn: ({ hasFixes }) => hasFixes,
    words: async (page) =>
      lastWord(
        (await page
          .getByRole('list', { name: 'Proposed fixes' })
          .getByRole('button')
          .first()
          .locator('bdi')
          .textContent()) ?? '',
      ).replace(/:\d+$/, ''),
    press: (page) => page.getByRole('list', { name: 'Proposed fixes' }).getByRole('button').first().click(),
    mark: (page) => page.getByRole('list', { name: 'Proposed fixes' }).locator('[aria-current=true]'),
  },
  {
    ...{ id: 'exercise', title: 'Exercise', shortcut: 'Alt+Shift+8' },
    isPage: true,
    // It runs nobody's code unasked, so there is nothing yet.
    shows: (page) => page.getByText('Nothing has been called'),
    words: async () => null,
  },
  {
    ...{ id: 'compare', title: 'Compare', shortcut: 'Alt+6' },
    isPage: true,
    shows: (page) => rows(page, 'Compared functions').first(),
    words: fn,
    press: (page) => rows(page, 'Compared functions').first().click(),
    mark: (page) => selectedRow(page, 'Compared functions'),
  },
  {
    ...{ id: 'runs', title: 'Runs', shortcut: 'Alt+7' },
    isPage: true,
    shows: (page) => rows(page, 'Runs').nth(1),
    words: async (page) => /\S+/.exec(await cell(rows(page, 'Runs').nth(1), 0))?.[0] ?? null,
    press: (page) => rows(page, 'Runs').first().click(),
    mark: (page) =>
      page.getByRole('grid', { name: 'Runs' }).locator('[aria-selected=true] [role=gridcell]').nth(3),
  },
  {
    ...{ id: 'settings', title: 'Settings', shortcut: 'Control+,' },
    isPage: true,
    shows: (page) => page.getByText('TRACING_DEFAULT_LEVEL', { exact: true }),
    words: async () => 'overhead budget',
  },
];
