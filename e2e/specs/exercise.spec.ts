import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import type { TemporaryFolder } from '../harness/folders.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import { columnOf, inspected, openView, rowOf, runBecomes, runCommand } from '../harness/workbench.ts';

/** Functions that work, throw, never end and want to write; nothing runs them but the exerciser. */
const files = {
  'package.json': JSON.stringify({ name: 'stall', type: 'module', exports: './main.ts' }),
  'main.ts': `import { writeFileSync } from 'node:fs';
export const total = (prices: number[]): number => prices.reduce((a, b) => a + b, 0);
export function first(names: string[]): string {
  return names[0]!.toUpperCase();
}
export function spin(): void {
  for (;;);
}
export function keep(text: string): void {
  writeFileSync(new URL('./made.txt', import.meta.url), text);
}
`,
};

describeOnHosts('the exerciser', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  freshAppForEach(host, async (fresh) => {
    ({ app, folder } = fresh);
    await app.openProject(fresh.folder.writeProject('stall', files));
    await app.page.getByRole('button', { name: 'Project: stall' }).waitFor();
  });

  test('asks, calls the functions in a sandbox, and shows what became of each', async () => {
    const { page } = app;
    await openView(page, 'Findings');
    await page.getByRole('button', { name: 'Call functions', exact: true }).click();
    const call = page.getByRole('button', { name: 'Call the exported functions' });

    // Nothing runs unasked, nor when the answer is no.
    await call.click();
    const dialog = page.getByRole('dialog', { name: "Run this project's code?" });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByRole('status', { name: 'Calling functions' }).count()).toBe(0);

    await call.click();
    await dialog.getByRole('button', { name: 'Call the functions' }).click();
    await page.getByRole('status', { name: 'Calling functions' }).waitFor();
    await rowOf(page, 'Outcomes', 'first').waitFor({ timeout: 60_000 });
    expect(await columnOf(page, 'Outcomes', 'Function')).toEqual(['first', 'spin', 'keep', 'total']);
    expect(existsSync(join(folder.path, 'stall', 'made.txt'))).toBe(false);

    await page
      .getByRole('toolbar', { name: 'Results' })
      .getByRole('button', { name: /^throws/ })
      .click();
    await eventually(async () => expect(await columnOf(page, 'Outcomes', 'Function')).toEqual(['first']));
    await page.getByRole('grid', { name: 'Outcomes' }).focus();
    await page.keyboard.press('ArrowDown');
    const outcome = page.getByRole('region', { name: 'Outcome' });
    await outcome.getByText('(await import("./main.ts")).first([])').waitFor();

    // The outcomes are findings as well.
    await openView(page, 'Findings');
    await rowOf(page, 'Findings', 'broken-function').waitFor();
    expect(app.problems).toEqual([]);
  });

  test('is asked from the table of functions and from the inspector, by keyboard as well', async () => {
    const { page } = app;
    const write = (name: string, text: string) => writeFileSync(join(folder.path, 'stall', name), text);
    write('take.js', 'export function take(list) {\n  return list[0].name;\n}\n');
    write(
      'run.js',
      "import { take } from './take.js';\nconst shout = () => take([{ name: 'Ada' }]);\nshout();\n",
    );
    await runCommand(page, 'node run.js');
    await runBecomes(page, 'exit 0');
    await openView(page, 'Functions');
    await rowOf(page, 'Functions', 'take').click();
    await inspected(page, 'take');
    const section = page.getByRole('region', { name: 'In the sandbox' });
    await section.getByText(/It has not been called/).waitFor();

    await page.keyboard.press('Alt+X');
    const dialog = page.getByRole('dialog', { name: "Run this project's code?" });
    await dialog.getByText('take.js', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Call the function', exact: true }).press('Enter');
    await section.getByText('It throws.').waitFor({ timeout: 60_000 });
    await section.getByText(/^\(await import\("\.\/take\.js"\)\)\.take\(/).waitFor();

    // One that no module exports is refused with the reason, and the first keeps its outcome.
    await rowOf(page, 'Functions', 'shout').click();
    await inspected(page, 'shout');
    await section.getByRole('button', { name: 'Call it' }).click();
    await dialog.getByRole('button', { name: 'Call the function', exact: true }).click();
    await section.getByText('It cannot be tested.').waitFor({ timeout: 60_000 });
    await section.getByText(/does not export it/).waitFor();
    await rowOf(page, 'Functions', 'take').click();
    await section.getByText('It throws.').waitFor();

    // The page of a function has the way there, too; a changed file takes the outcome away.
    await page.keyboard.press('Enter');
    await page
      .getByRole('article', { name: 'Function take' })
      .getByRole('button', { name: 'Call it' })
      .waitFor();
    write('take.js', 'export function take(list) {\n  return list?.[0]?.name;\n}\n');
    await section.getByText(/It has not been called/).waitFor();
    await page.keyboard.press('Alt+X');
    await dialog.getByRole('button', { name: 'Call the function', exact: true }).click();
    await section.getByText('It works.').waitFor({ timeout: 60_000 });
    expect(app.problems).toEqual([]);
  });

  test('can be cancelled', async () => {
    const { page } = app;
    await openView(page, 'Exercise');
    await page.getByRole('button', { name: 'Call the exported functions' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Call the functions' }).click();
    const strip = page.getByRole('status', { name: 'Calling functions' });
    await strip.getByRole('button', { name: 'Cancel' }).click();
    await strip.waitFor({ state: 'detached' });
    await page.getByText('Nothing has been called').waitFor();
    expect(app.problems).toEqual([]);
  });
});
