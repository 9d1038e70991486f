import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AppUnderTest, goTo } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { openView, pressRun, runBecomes } from '../harness/workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeWindow {
  readonly axe: {
    run(
      root: unknown,
      options: unknown,
    ): Promise<{
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string | null;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }>;
  };
}

/** What keeps somebody from using the page, by the rules of axe: `rule: element`. */
async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as AxeWindow).axe.run(document, { resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

describe('a person without a mouse or with a screen reader', () => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;

  beforeEach(async () => {
    folder = temporaryFolder();
    app = await browserHost.start({ dataDir: folder.path });
  });
  afterEach(async () => {
    await app.dispose();
    folder.dispose();
  });

  test('is kept from nothing by any view, in both themes', async () => {
    const { page } = app;
    await page.evaluate(axe);
    const found: string[] = [];
    const look = async (name: string) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await eventually(async () =>
          expect(await page.locator('[aria-busy=true], [data-busy=true]').count()).toBe(0),
        );
        found.push(...(await barriers(page)).map((barrier) => `${name}, ${colorScheme}: ${barrier}`));
      }
    };
    await page.getByRole('list', { name: 'Sample projects' }).getByRole('button').first().waitFor();
    await look('Welcome');
    await page.getByRole('list', { name: 'Sample projects' }).getByRole('button').first().click();
    await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
    await pressRun(page);
    await runBecomes(page, 'exit 0');
    const tabs = await page.getByRole('tablist', { name: 'Views' }).getByRole('tab').allTextContents();
    expect(tabs).toContain('Overview');
    for (const title of tabs) {
      await openView(page, title);
      await look(title);
    }
    await goTo(
      page,
      `${new URL(page.url()).hash.slice(1).split('/').slice(0, -1).join('/')}/source?src=src%2Fserver.js%3A9`,
    );
    await look('Source of a file');
    for (const panel of ['Search', 'SQL', 'Problems']) {
      await page.getByRole('tablist', { name: 'Bottom panel' }).getByRole('tab', { name: panel }).click();
      await look(panel);
    }
    for (const title of ['Compare', 'Runs', 'Settings']) {
      await openView(page, title);
      await look(title);
    }
    await page.keyboard.press('?');
    await look('Shortcuts');
    expect(found).toEqual([]);
    expect(app.problems).toEqual([]);
  });
});
