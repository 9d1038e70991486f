import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import type { TemporaryFolder } from '../harness/folders.ts';
import { freshAppForEach } from '../harness/fresh-app.ts';
import { describeOnHosts, leftOut } from '../harness/hosts.ts';
import { columnOf, openView, runBecomes, runCommand } from '../harness/workbench.ts';

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

describeOnHosts('a recording as a file', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  freshAppForEach(host, (fresh) => {
    ({ folder, app, page } = fresh);
  });

  /** Records a run of one project and leaves the file in the folder of another; both paths. */
  async function recordedElsewhere(): Promise<{ readonly file: string; readonly project: string }> {
    await app.openProject(folder.copyProject(fixture('crashing-job')));
    await page.getByRole('button', { name: 'Project: crashing-job' }).waitFor();
    await runCommand(page, 'node -e "process.exit(3)"');
    await runBecomes(page, 'exit 3');
    const store = page.getByRole('contentinfo').locator('[data-tip$=".callscape"]');
    const recording = (await store.getAttribute('data-tip')) ?? '';
    const project = folder.copyProject(fixture('main-job'));
    const file = join(project, 'sent.callscape');
    copyFileSync(recording, file);
    return { file, project };
  }

  test.skipIf(host.hasNativeDialogs)(
    `opens when it is dropped, and is shown when it is dropped again${leftOut(host.hasNativeDialogs && 'a file can be dropped from a page only in a browser')}`,
    async () => {
      const { file, project } = await recordedElsewhere();
      await app.openProject(project);
      await page.getByRole('button', { name: 'Project: main-job' }).waitFor();
      await openView(page, 'Runs');
      await drop(page, 'notes.txt', Buffer.from('milk'));
      await page.getByRole('status').filter({ hasText: 'This is no recording' }).waitFor();
      await drop(page, 'sent.callscape', readFileSync(file));
      await page.getByRole('status').filter({ hasText: 'Recording imported' }).waitFor();
      await runBecomes(page, 'exit 3');
      await drop(page, 'sent.callscape', readFileSync(file));
      await runBecomes(page, 'exit 3');
      await openView(page, 'Runs');
      await eventually(async () => expect(await columnOf(page, 'Runs', 'State')).toHaveLength(1));
    },
  );

  test.runIf(host.hasNativeDialogs)(
    `opens with its project when the system starts the app with it${leftOut(!host.hasNativeDialogs && 'no system starts a browser with it')}`,
    async () => {
      const { file } = await recordedElsewhere();
      await app.dispose();
      app = await host.start({ dataDir: join(folder.path, 'other-data'), folder: file });
      page = app.page;
      await page.getByRole('button', { name: 'Project: main-job' }).waitFor();
      await page.getByRole('status').filter({ hasText: 'Recording imported' }).waitFor();
      await runBecomes(page, 'exit 3');
    },
  );
});

/** What a browser does when a person lets go of a file over the page. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const data = new DataTransfer();
      const content = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      data.items.add(new File([content], fileName));
      return data;
    },
    [name, bytes.toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.getByText('Drop the recording to open it').waitFor();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}
