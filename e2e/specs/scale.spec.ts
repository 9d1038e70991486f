import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { heapBytes } from '../../bench/views/frames.ts';
import { makeRecording } from '../../bench/views/make-recording.ts';
import { placeOf, watchPage } from '../harness/app.ts';
import { launchChromium, type RunningServer, startServe } from '../harness/browser.ts';
import { connectTo } from '../harness/engine-client.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import { settled } from '../harness/record.ts';
import { cellsOf, columnOf, inspected, openView, rowOf } from '../harness/workbench.ts';

/** `CALLSCAPE_SCALE=10` runs them on ten million spans. */
const spans = Number(process.env.CALLSCAPE_SCALE ?? 1) * 1_000_000;
const functions = 2400;
const heapLimit = 300e6;

describe(`a recording of ${spans / 1e6} million spans`, () => {
  let folder: TemporaryFolder;
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];
  let place: string;

  beforeAll(async () => {
    folder = temporaryFolder();
    const file = await makeRecording(folder.path, spans);
    server = await startServe({ dataDir: join(folder.path, 'data') });
    const client = await connectTo(server.url);
    // What the recording was made of is not on this machine; a window still wants a project.
    const dir = join(folder.path, 'server');
    mkdirSync(dir);
    writeFileSync(join(dir, 'package.json'), '{ "name": "server", "version": "1.0.0" }\n');
    const { id } = await client.services.runs.importRecording({ dir, file });
    client.dispose();
    place = `${placeOf(dir)}/r/${id}`;
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    problems = watchPage(page);
    await page.goto(server.url);
    await page.getByText('How it goes').waitFor();
  });
  afterAll(async () => {
    await browser.close();
    await server.stop();
    folder.dispose();
  });
  beforeEach(async () => {
    await page.goto('about:blank');
    await page.goto(`${new URL(server.url).origin}/#${place}/functions`);
    await page.locator('#tab-functions[aria-selected=true]').waitFor();
    await settled(page);
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    const session = await page.context().newCDPSession(page);
    expect(await heapBytes(session)).toBeLessThan(heapLimit);
    await session.detach();
  });

  /** How many elements a table adds while sixty of its rows come on screen: those that leave have given theirs. */
  const rowsMadeByScrolling = () =>
    page.evaluate(async () => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const grid = document.querySelector('[role=grid]') as HTMLElement;
      const group = grid.querySelector('[role=rowgroup]') as HTMLElement;
      const scroll = async (steps: number) => {
        for (let step = 0; step < steps; step++) {
          grid.scrollTop += 120;
          await frame();
          await frame();
        }
      };
      let made = 0;
      const watch = new MutationObserver((changes) => {
        for (const { addedNodes } of changes) made += addedNodes.length;
      });
      watch.observe(group, { childList: true });
      await scroll(12);
      watch.disconnect();
      return made;
    });
  const region = (name: string) => page.getByRole('region', { name, exact: true });
  /** All digits of a text as one number: `3,333,334 calls`. */
  const numberIn = (text: string) => Number(/([\d,]+) calls/.exec(text)?.[1]?.replaceAll(',', ''));

  test('is told of whole on the timeline, zoomed to one call, and found again by its address', async () => {
    await openView(page, 'Timeline');
    await settled(page);
    const timeline = region('Timeline');
    const tracks = timeline.getByRole('application');
    const headers = timeline.getByRole('button', { expanded: true }).filter({ hasText: /lanes?$/ });
    await eventually(async () => expect(await headers.count()).toBe(3));
    const about = await headers.evaluateAll((all) =>
      all.map((each) => each.lastElementChild?.textContent ?? ''),
    );
    const calls = about.map(numberIn);
    expect(calls.reduce((sum, each) => sum + each, 0)).toBe(spans);
    await timeline.getByText(/calls one by one, [\d,]+ in striped blocks/).waitFor();

    await tracks.focus();
    for (let step = 0; step < 24; step++) await page.keyboard.press('w');
    await settled(page);
    await page.keyboard.press('.');
    const heading = page.getByRole('complementary', { name: 'Inspector' }).getByRole('heading', { level: 2 });
    await heading.filter({ hasText: /^Module\d+\.method\d+$/ }).waitFor();
    const name = (await heading.textContent()) ?? '';
    await page.reload();
    await inspected(page, name);
    await timeline.getByText(new RegExp(`^${name}, `)).waitFor();
  });

  test('has the figures of a time that is drawn, and its flame graph', async () => {
    await openView(page, 'Timeline');
    await settled(page);
    const box = await region('Timeline').getByRole('application').boundingBox();
    if (box === null) throw new Error('the tracks are not on screen');
    await page.mouse.move(box.x + 0.4 * box.width, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 0.41 * box.width, box.y + 100, { steps: 3 });
    await page.mouse.up();
    const panel = region('Selected time range');
    await panel.getByText(/[\d,]+ calls of [\d,]+ functions/).waitFor();
    await panel.getByRole('button', { name: 'Open the flame graph of the range' }).click();
    await region('Flame graph')
      .getByText(/^Only /)
      .waitFor();
    await page.goBack();
    await panel.waitFor();
  });

  test('is searched and turned in the flame graph', async () => {
    await openView(page, 'Flame graph');
    // What every request begins with: it is wide enough to be there at first, however long the run.
    const graph = region('Flame graph');
    await settled(page);
    await page.keyboard.press('/');
    await page.keyboard.type('Module0.method0');
    await eventually(async () =>
      expect(await page.getByLabel('Matches').textContent()).toMatch(/^[1-9][\d,]*$/),
    );
    await page.keyboard.press('Enter');
    await inspected(page, 'Module0.method0');
    await page.keyboard.press('Shift+Enter');
    await graph.getByRole('application').focus();
    await page.keyboard.press('3');
    await page
      .getByRole('navigation', { name: 'What is shown' })
      .getByText(/^Callers and callees of/)
      .waitFor();
    await page.goBack();
    // What matches and is too narrow to be drawn is told of, not passed over.
    await page.getByRole('textbox', { name: /Find/ }).fill('.method');
    await graph.getByRole('button', { name: /^[1-9][\d,]* not drawn$/ }).click();
    const unseen = page.getByRole('menu', { name: 'Found, and not drawn' });
    await unseen.getByRole('menuitem').first().click();
    await page.getByRole('article', { name: /^Function Module/ }).waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('is sorted and searched in the table, whose rows lead to a page each', async () => {
    await region('Functions')
      .getByText(`${functions.toLocaleString('en')} functions`)
      .waitFor();
    await page.getByRole('columnheader', { name: 'Calls' }).getByRole('button').click();
    const most = (await columnOf(page, 'Functions', 'Calls')).map((text) => Number(text.replaceAll(',', '')));
    expect(most).toEqual(most.toSorted((a, b) => b - a));
    expect(await rowsMadeByScrolling()).toBe(0);
    await page.getByRole('grid', { name: 'Functions' }).focus();
    await page.keyboard.press('End');
    await eventually(async () =>
      expect(await page.locator(`[role=row][aria-rowindex="${functions + 1}"]`).count()).toBe(1),
    );
    await page.keyboard.press('/');
    await page.keyboard.type('Module3.method71');
    await rowOf(page, 'Functions', 'Module3.method71').click();
    const { Calls } = await cellsOf(page, 'Functions', 'Module3.method71');
    await page.keyboard.press('Enter');
    const article = page.getByRole('article', { name: 'Function Module3.method71' });
    await article
      .getByText(Calls as string, { exact: true })
      .first()
      .waitFor();
    await page.goBack();
    await page.getByRole('button', { name: 'Clear the find text' }).click();
  });

  test('lists its requests, and shows one as a tree', async () => {
    await openView(page, 'Trace');
    await page.getByRole('grid', { name: 'Traces' }).getByRole('row').nth(1).click();
    const tree = page.getByRole('tree', { name: 'Calls of the trace' });
    await tree.waitFor();
    await tree.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await eventually(async () => expect(await tree.locator('[aria-selected=true]').count()).toBe(1));
    await page.getByRole('button', { name: 'All traces of the run' }).click();
    await page.getByRole('grid', { name: 'Traces' }).waitFor();
  });
});
