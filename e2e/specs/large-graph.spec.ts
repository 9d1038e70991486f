import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { writeManyModules } from '../harness/many-modules.ts';
import { inspected, openView } from '../harness/workbench.ts';

const modules = 3000;
/** What a person would still wait for, on a machine that does a lot of other work besides, ms. */
const answersIn = 5_000;

describe(`the graph of ${modules} modules`, () => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;
  let paths: readonly string[];

  beforeAll(async () => {
    folder = temporaryFolder();
    const dir = join(folder.path, 'plant');
    mkdirSync(dir);
    paths = writeManyModules(dir, modules);
    app = await browserHost.start({ dataDir: join(folder.path, 'data') });
    page = app.page;
    await page.setViewportSize({ width: 1280, height: 800 });
    await app.openProject(dir);
    await page.getByRole('button', { name: 'Project: plant' }).waitFor();
    await openView(page, 'Modules');
    await onScreen().first().waitFor();
  });
  afterAll(async () => {
    await app.dispose();
    folder.dispose();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const onScreen = () => page.getByRole('list', { name: 'Modules on screen' }).getByRole('button');
  const folderNode = (path: string) => page.getByRole('button', { name: `Open folder ${path}`, exact: true });
  const inTime = async (act: () => Promise<void>): Promise<void> => {
    const from = performance.now();
    await act();
    expect(performance.now() - from).toBeLessThan(answersIn);
  };

  test('shows its folders at first, few enough to be read', async () => {
    await page.getByText('3,000').waitFor();
    expect(await onScreen().count()).toBeLessThanOrEqual(40);
    await folderNode('packages/billing/src').waitFor();
  });

  test('opens a folder, and closes it again', async () => {
    await inTime(async () => {
      await folderNode('packages/billing/src').press('Enter');
      await folderNode('packages/billing/src/routes').waitFor();
    });
    await inTime(async () => {
      await page.getByRole('button', { name: 'Group', exact: true }).click();
      await eventually(async () => expect(await onScreen().count()).toBeLessThan(10));
    });
  });

  test('finds a module, and shows it with what lies around it', async () => {
    const wanted = paths.at(-1) ?? '';
    const name = wanted.slice(wanted.lastIndexOf('/') + 1);
    await page.getByRole('button', { name: 'Open all', exact: true }).click();
    await page.getByText(/more: look for them in the find field/).waitFor({ state: 'attached' });
    await inTime(async () => {
      await page.getByRole('textbox', { name: /Find/ }).fill(name.replace('.ts', ''));
      await page.getByRole('status', { name: 'Matches' }).getByText('1', { exact: true }).waitFor();
      await page.keyboard.press('Enter');
      await inspected(page, name);
    });
    await inTime(async () => {
      await page.getByRole('button', { name: 'Focus' }).click();
      await eventually(async () => expect(await onScreen().count()).toBeLessThan(30));
    });
    await page.getByRole('button', { name: 'Focus' }).click();
  });
});
