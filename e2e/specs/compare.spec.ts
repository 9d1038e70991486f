import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { record, settled } from '../harness/record.ts';
import { cellsOf, columnOf, rowOf } from '../harness/workbench.ts';

/** Three runs of a program, and a fourth after a change that makes one function slower and lets another one throw. */
describe('runs compared', () => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let page: Page;
  let place: string;
  const runs: string[] = [];

  beforeAll(async () => {
    folder = temporaryFolder();
    const dataDir = join(folder.path, 'data');
    const fixture = fileURLToPath(new URL('fixtures/views-job', import.meta.url));
    const project = folder.copyProject(fixture);
    const run = async (name: string) => {
      runs.push(await record(dataDir, project, name, [process.execPath, 'main.js']));
    };
    for (const name of ['first', 'second', 'third']) await run(name);
    const change = (file: string, from: string, to: string) => {
      const text = readFileSync(join(project, file), 'utf8');
      expect(text).toContain(from);
      writeFileSync(join(project, file), text.replace(from, to));
    };
    change(
      'src/price.js',
      '  return amount * 0.2;',
      '  for (const end = performance.now() + 5; performance.now() < end; );\n  return amount * 0.2;',
    );
    change('src/store.js', 'return `', "if (what === 'customer') what.none.length;\n  return `");
    change('src/handle.js', "load('customer', 2)", "load('customer', 2).catch(() => null)");
    await run('changed');
    app = await browserHost.start({ dataDir });
    page = app.page;
    place = `/p/${encodeURIComponent(project)}/r/${runs.at(-1)}/compare`;
  });
  afterAll(async () => {
    await app.dispose();
    folder.dispose();
  });
  afterEach(() => expect(app.problems).toEqual([]));

  const tab = (name: RegExp) =>
    page.getByRole('toolbar', { name: 'What to show' }).getByRole('button', { name });
  const show = async () => {
    await page.goto('about:blank');
    await page.goto(`${app.origin}/#${place}`);
    await rowOf(page, 'Compared functions', 'taxOfsrc/price.js').waitFor();
  };

  /** By how many ms a function took longer, in itself and with what it calls. */
  async function changes(name: string) {
    const cells = await cellsOf(page, 'Compared functions', name);
    const ms = (text = '') =>
      Number.parseFloat(text.replace('\u2212', '-')) *
      (text.endsWith('ms') ? 1 : text.endsWith('\u00b5s') ? 1e-3 : 1e3);
    return { self: ms(cells['Self \u0394']), total: ms(cells['Total \u0394']) };
  }

  test('show what got slower first, by more than the runs differ by themselves', async () => {
    await show();
    await page.getByRole('button', { name: 'Noise of 3 runs', pressed: true }).waitFor();
    await eventually(async () =>
      expect((await columnOf(page, 'Compared functions', 'Verdict'))[0]).toBe('Slower'),
    );
    // The caller of taxOf takes as much longer, and nothing of that itself.
    const [tax, price] = [await changes('taxOfsrc/price.js'), await changes('priceOfsrc/price.js')];
    expect(price.total).toBeGreaterThan(tax.self * 0.9);
    expect(price.self).toBeLessThan(tax.self * 0.1);
    await tab(/^Slower/).click();
    let slower: readonly string[] = [];
    await eventually(async () => {
      slower = await columnOf(page, 'Compared functions', 'Function');
      expect(slower.some((name) => name.includes('taxOf'))).toBe(true);
    });
    // The work of countdown did not change, however much its few microseconds vary.
    expect(slower.some((name) => name.includes('countdown'))).toBe(false);
    await tab(/^New errors/).click();
    await rowOf(page, 'Compared functions', 'foundsrc/store.js').waitFor();
  });

  test('show what each of them lets be found in the source', async () => {
    await show();
    await tab(/^Findings/).click();
    const worse = page.getByRole('list', { name: 'New or graver' });
    await worse
      .getByRole('button', { name: /broken-function, src\/store\.js/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'Source of src/store.js' }).waitFor();
  });

  test('show what their processes used, and lie over each other in the flame graph', async () => {
    await show();
    await tab(/^Processes/).click();
    await page.getByRole('grid', { name: 'Compared metrics' }).getByText('memory.rss').first().waitFor();
    await page.getByRole('button', { name: 'Flame graph', exact: true }).click();
    await page.locator('#tab-flamegraph[aria-selected=true]').waitFor();
    await settled(page);
    await page.getByText('Compared with third').waitFor();
  });
});
