import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppUnderTest } from '../harness/app.ts';
import { browserHost } from '../harness/browser.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { columnOf, openView, pressRun, runBecomes } from '../harness/workbench.ts';

/** Where pictures of the way are kept: `CALLSCAPE_FIX_PICTURES=docs/screenshots`. Without it none are taken. */
const pictures = process.env.CALLSCAPE_FIX_PICTURES;

/** Every file of a folder by its path, but for what running it leaves. */
function contents(dir: string): Record<string, string> {
  const paths = readdirSync(dir, { recursive: true, encoding: 'utf8' });
  return Object.fromEntries(
    paths
      .filter((path) => !/__pycache__|\.pytest_cache/.test(path) && statSync(join(dir, path)).isFile())
      .map((path) => [path, readFileSync(join(dir, path), 'latin1')]),
  );
}

/** A registry of one package, so that the test needs no network. */
function startRegistry(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    const version = { name: 'csv-parse', version: '5.6.0', dist: { tarball: 'http://127.0.0.1/none.tgz' } };
    response.end(
      JSON.stringify({ name: 'csv-parse', 'dist-tags': { latest: '5.6.0' }, versions: { '5.6.0': version } }),
    );
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

// On one host: fixes.spec.ts is about what hosts could do differently, and each sample runs for minutes here.
describe.skipIf(browserHost.missing !== null)('the samples, on browser', () => {
  let folder: TemporaryFolder;
  let app: AppUnderTest;
  let registry: Server;
  const before = process.env.npm_config_registry;

  beforeAll(async () => {
    registry = await startRegistry();
    process.env.npm_config_registry = `http://127.0.0.1:${(registry.address() as AddressInfo).port}/`;
    folder = temporaryFolder();
    app = await browserHost.start({ dataDir: join(folder.path, 'data') });
    // The recorder for Python is built first, and each run of a sample takes seconds of its own.
    app.page.setDefaultTimeout(180_000);
  });
  afterAll(async () => {
    await app?.dispose();
    folder?.dispose();
    registry?.close();
    if (before === undefined) delete process.env.npm_config_registry;
    else process.env.npm_config_registry = before;
  });

  test.each([
    ['sample-shop', 'shop', 4],
    ['sample-datajob', 'datajob', 4],
  ])(
    '%s has nothing grave left after fixes that are proved, and is the same to the byte when they are undone',
    {
      timeout: 400_000,
    },
    async (name, id, fixes) => {
      const { page } = app;
      await openView(page, 'Welcome');
      const samples = page.getByRole('list', { name: 'Sample projects' }).getByRole('button');
      await (id === 'shop' ? samples.first() : samples.last()).click();
      await page.getByRole('button', { name: `Project: ${name}` }).waitFor();
      const sample = join(folder.path, 'data', 'samples', id);
      const planted = contents(sample);
      await pressRun(page);
      await runBecomes(page, 'exit 0');
      const picture = async (step: string): Promise<void> => {
        if (pictures !== undefined) await page.screenshot({ path: join(pictures, `fix-${id}-${step}.png`) });
      };
      await openView(page, 'Findings');
      await eventually(async () =>
        expect(await columnOf(page, 'Findings', 'Severity')).toEqual(expect.arrayContaining(['high'])),
      );
      await picture('1-found');

      await openView(page, 'Fixes');
      if (id === 'shop') {
        // The one package whose version stands nowhere is asked for.
        await page.getByRole('button', { name: /^Left to you/ }).click();
        await page.getByRole('button', { name: 'Ask the registry' }).click();
        await page.getByRole('button', { name: 'Ask the registry' }).waitFor({ state: 'detached' });
        await page.getByRole('button', { name: /^Proposed/ }).click();
      }
      await page.getByRole('toolbar', { name: 'Choose fixes' }).getByRole('button', { name: 'high' }).click();
      const chosen = page
        .getByRole('list', { name: 'Proposed fixes' })
        .getByRole('checkbox', { checked: true });
      await eventually(async () => expect(await chosen.count()).toBe(fixes));

      await page.getByRole('button', { name: 'Preview all' }).click();
      await page.getByRole('region', { name: 'Preview' }).getByRole('region').first().waitFor();
      await picture('2-previewed');
      await page.getByRole('button', { name: /^Apply and prove/ }).click();
      const result = page.getByRole('region', { name: 'Result' });
      await result.getByText('Proved', { exact: true }).waitFor({ timeout: 240_000 });
      await result.getByText('The tests pass, as they did before.').waitFor();
      await picture('3-proved');

      // Another run shows nothing grave.
      await openView(page, 'Timeline');
      await pressRun(page);
      await runBecomes(page, 'running');
      await runBecomes(page, 'exit 0');
      await openView(page, 'Findings');
      await eventually(async () => {
        const severities = await columnOf(page, 'Findings', 'Severity');
        expect(severities).toContain('medium');
        expect(severities).not.toContain('high');
      });
      await picture('4-mended');

      await openView(page, 'Fixes');
      await page.getByRole('button', { name: /^History/ }).click();
      await page.getByRole('button', { name: 'Undo all' }).click();
      await eventually(() => expect(contents(sample)).toEqual(planted));
      await picture('5-undone');
      expect(app.problems).toEqual([]);
    },
  );
});
