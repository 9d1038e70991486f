import type { Locator, Page } from 'playwright-core';
import type { AppUnderTest, HostUnderTest } from './app.ts';

/** What a person does at the workbench, and what they read there; the same on every host. */

export async function openView(page: Page, title: string): Promise<void> {
  const tab = page.getByRole('tablist', { name: 'Views' }).getByRole('tab', { name: title, exact: true });
  const area = page
    .getByRole('navigation', { name: 'Areas' })
    .getByRole('button', { name: title, exact: true });
  if ((await tab.count()) === 0 && (await area.count()) === 0) {
    await page.getByRole('button', { name: 'Recording', exact: true }).click();
  }
  await tab.or(area).click();
}

/** Starts what the Run button starts. */
export async function pressRun(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).first().click();
}

/** Starts a shell line of one's own, by the dialog for it. */
export async function runCommand(page: Page, command: string): Promise<void> {
  await page.keyboard.press('Alt+F5');
  const dialog = page.getByRole('dialog', { name: 'Run a command' });
  await dialog.getByLabel('Command, as you would type it in a shell').fill(command);
  await dialog.getByRole('button', { name: 'Run', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

export async function typeInTerminal(page: Page, text: string): Promise<void> {
  await page.locator('.xterm').click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
}

/** Waits until the terminal has a text on screen. */
export async function terminalShows(page: Page, text: string | RegExp): Promise<void> {
  await page.locator('.xterm-rows').filter({ hasText: text }).waitFor();
}

/** Waits until the status bar gives the run a state, e.g. `running`, `exit 0`. */
export async function runBecomes(page: Page, state: string): Promise<void> {
  await page.getByRole('contentinfo').getByText(`Run ${state}`, { exact: true }).waitFor();
}

/** How many spans the status bar counts; 0 before it shows any. */
export async function spanCount(page: Page): Promise<number> {
  const fact = page.getByRole('contentinfo').locator('[data-tip$=" spans"]');
  if ((await fact.count()) === 0) return 0;
  return Number.parseInt(((await fact.getAttribute('data-tip')) ?? '').replaceAll(',', ''), 10);
}

/** The row of a table whose first cells hold a name, and nothing more than that name. */
export function rowOf(page: Page, table: string, name: string): Locator {
  return page
    .getByRole('grid', { name: table })
    .getByRole('row')
    .filter({ has: page.getByText(name, { exact: true }) })
    .first();
}

/** A table's column titles, as they stand from left to right. */
export async function columnsOf(page: Page, table: string): Promise<readonly string[]> {
  const titles = await page.getByRole('grid', { name: table }).getByRole('columnheader').allTextContents();
  return titles.map((title) => title.trim());
}

/** What stands in a row under each column. */
export async function cellsOf(page: Page, table: string, name: string): Promise<Record<string, string>> {
  const columns = await columnsOf(page, table);
  const cells = await rowOf(page, table, name).getByRole('gridcell').allTextContents();
  return Object.fromEntries(columns.map((title, at) => [title, cells[at]?.trim() ?? '']));
}

/** One column of the rows on screen, from top to bottom. */
export async function columnOf(page: Page, table: string, title: string): Promise<readonly string[]> {
  const at = (await columnsOf(page, table)).indexOf(title);
  const rows = page.getByRole('grid', { name: table }).locator('[role=rowgroup] [role=row]');
  return rows.evaluateAll(
    (elements, index) =>
      elements
        .map((row) => ({ place: Number(row.getAttribute('aria-rowindex')), row }))
        .sort((a, b) => a.place - b.place)
        .map(({ row }) => row.querySelectorAll('[role=gridcell]')[index]?.textContent?.trim() ?? ''),
    at,
  );
}

/** Waits until the inspector is about something of that name. */
export async function inspected(page: Page, name: string): Promise<void> {
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('heading', { level: 2, name, exact: true }).waitFor();
}

/** Does what asks for a file, and picks one: in the desktop's dialog, or in the browser's own. */
export async function pickFile(
  host: HostUnderTest,
  { page, answerDialog }: AppUnderTest,
  file: string,
  press: () => Promise<void>,
): Promise<void> {
  if (host.hasNativeDialogs) {
    await answerDialog(file);
    await press();
    return;
  }
  const chooser = page.waitForEvent('filechooser');
  await press();
  await (await chooser).setFiles(file);
}
