import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { describeOnHosts } from '../harness/hosts.ts';

describeOnHosts('a run', (host) => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  beforeEach(async () => {
    folder = temporaryFolder();
    app = await host.start({ dataDir: join(folder.path, 'data') });
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  /** A figure of the status bar, e.g. of `Spans 133,785`; 0 when it is not there. */
  async function figure(name: string): Promise<number> {
    const text = (await app.page.getByRole('contentinfo').textContent()) ?? '';
    return Number(new RegExp(`${name}\\s*([\\d,]+)`).exec(text)?.[1]?.replaceAll(',', '') ?? 0);
  }

  test('streams its output and its spans while it goes on, and can be stopped', async () => {
    const { page } = app;
    await page.getByRole('button', { name: /^Shop/ }).click();
    await page.getByRole('banner').getByRole('button', { name: 'Run', exact: true }).click();
    await page
      .getByText(/browse +\d+ requests/)
      .first()
      .waitFor();
    await eventually(async () => expect(await figure('Spans')).toBeGreaterThan(1000));
    expect(await page.getByRole('contentinfo').textContent()).toMatch(/Run\s*running/);

    await page.keyboard.press('Shift+F5');
    await eventually(async () =>
      expect(await page.getByRole('contentinfo').textContent()).toMatch(/Run\s*(SIG[A-Z]+|exit \d+)/),
    );
    expect(app.problems).toEqual([]);
  });
});
