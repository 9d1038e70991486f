import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import type { TemporaryFolder } from '../harness/folders.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import {
  columnOf,
  openView,
  pickFile,
  pressRun,
  runBecomes,
  runCommand,
  terminalShows,
  typeInTerminal,
} from '../harness/workbench.ts';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

describeOnHosts('bad input', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  freshAppForEach(host, (fresh) => {
    ({ folder, app, page } = fresh);
  });

  async function openProblems(): Promise<string> {
    await page.getByRole('tab', { name: /^Problems/ }).click();
    const list = page.getByRole('list', { name: 'Problems' });
    await list.waitFor();
    return (await list.textContent()) ?? '';
  }

  /** Starts a program and waits for its end: what was wrong before is in nobody's way. */
  async function stillWorks(): Promise<void> {
    await app.openProject(folder.copyProject(fixture('main-job')));
    await page.getByRole('button', { name: 'Project: main-job' }).waitFor();
    await pressRun(page);
    await terminalShows(page, 'Which Fibonacci number?');
    await typeInTerminal(page, '3');
    await runBecomes(page, 'exit 0');
  }

  test('a folder that is no project says so, and what would be one', async () => {
    const notes = join(folder.path, 'notes');
    mkdirSync(notes);
    writeFileSync(join(notes, 'shopping.txt'), 'milk\n');
    await app.openProject(notes);
    const message = page.getByRole('alert').filter({ hasText: 'could not be opened' });
    expect(await message.textContent()).toMatch(/notes could not be opened.*(JavaScript|package\.json)/s);
    await app.openProject(join(folder.path, 'nowhere'));
    await page
      .getByRole('alert')
      .filter({ hasText: /nowhere could not be opened/ })
      .waitFor();
    await stillWorks();
  });

  test('a command that does not exist, and an app that crashes at once, are told apart and explained', async () => {
    await app.openProject(folder.copyProject(fixture('crashing-job')));
    await page.getByRole('button', { name: 'Project: crashing-job' }).waitFor();
    await runCommand(page, 'no-such-command-here --at-all');
    await runBecomes(page, 'failed to start');
    await page.getByRole('alert').filter({ hasText: 'no-such-command-here' }).waitFor();
    expect(await openProblems()).toContain('no-such-command-here');

    await pressRun(page);
    await runBecomes(page, 'exit 1');
    await terminalShows(page, 'MODULE_NOT_FOUND');
    await page.getByRole('alert').filter({ hasText: 'a-package-that-nobody-installed' }).waitFor();
    expect(await openProblems()).toMatch(/a-package-that-nobody-installed.*(npm|install)/s);
    await stillWorks();
  });

  test('a damaged recording and one of a newer version are refused', async () => {
    await stillWorks();
    await openView(page, 'Runs');
    const recording = await recordingFile(page);
    const damaged = join(folder.path, 'damaged.callscape');
    writeFileSync(damaged, 'SQLite format 3\0 and then nothing that a database would have');
    const newer = join(folder.path, 'newer.callscape');
    copyFileSync(recording, newer);
    const database = new DatabaseSync(newer);
    database.exec('PRAGMA user_version = 9999');
    database.close();

    for (const [file, why] of [
      [damaged, /damaged\.callscape/],
      [newer, /newer Callscape/],
      [recording, /here already/],
    ] as const) {
      const press = () => page.getByRole('button', { name: 'Import', exact: true }).click();
      await pickFile(host, app, file, press);
      const notice = page.getByRole('alert').filter({ hasText: 'The recording could not be imported' });
      await notice.filter({ hasText: why }).waitFor();
      await notice.getByRole('button', { name: 'Dismiss' }).click();
    }
    expect(await columnOf(page, 'Runs', 'State')).toHaveLength(1);
  });

  /** Where the recording of the run on screen is, as the status bar tells. */
  async function recordingFile(page: Page): Promise<string> {
    const store = page.getByRole('contentinfo').locator('[data-tip$=".callscape"]');
    return (await store.getAttribute('data-tip')) ?? '';
  }
});
