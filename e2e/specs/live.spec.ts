import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';
import {
  cellsOf,
  openView,
  rowOf,
  runBecomes,
  runCommand,
  spanCount,
  terminalShows,
} from '../harness/workbench.ts';

const fixture = fileURLToPath(new URL('./fixtures/server-job', import.meta.url));

describeOnHosts('a server under the tracer', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;

  beforeEach(async () => {
    folder = temporaryFolder();
    app = await host.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    await app.openProject(folder.copyProject(fixture));
    await page.getByRole('button', { name: 'Project: server-job' }).waitFor();
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  /** The port that the server printed. */
  async function serverPort(): Promise<number> {
    await terminalShows(page, /listening on port \d+\./);
    const printed = await page.locator('.xterm-rows').textContent();
    return Number(/listening on port (\d+)\./.exec(printed ?? '')?.[1]);
  }

  async function ask(port: number, name: string, times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      const response = await fetch(`http://127.0.0.1:${port}/${name}`);
      expect(await response.text()).toBe(`hello ${name}`);
    }
  }

  test('shows each request as it comes, and ends as its own signal handler wants', async () => {
    await runCommand(page, 'node server.js');
    const port = await serverPort();
    await openView(page, 'Functions');
    await ask(port, 'ada', 3);
    await rowOf(page, 'Functions', 'greet').waitFor();
    await eventually(async () =>
      expect(await cellsOf(page, 'Functions', 'greet')).toMatchObject({ Calls: '3', Errors: '0' }),
    );
    const before = await spanCount(page);
    await ask(port, 'grace', 50);
    await eventually(async () =>
      expect(await cellsOf(page, 'Functions', 'greet')).toMatchObject({ Calls: '53' }),
    );
    await eventually(async () => expect(await spanCount(page)).toBeGreaterThanOrEqual(before + 100));
    await runBecomes(page, 'running');

    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await terminalShows(page, 'closing the shop, goodbye');
    await runBecomes(page, 'exit 0');
    expect((await cellsOf(page, 'Functions', 'respond')).Calls).toBe('53');
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    expect(app.problems).toEqual([]);
  });
});
