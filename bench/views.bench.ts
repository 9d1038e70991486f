import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, startServe } from '../e2e/harness/browser.ts';
import { connectTo } from '../e2e/harness/engine-client.ts';
import { settled } from '../e2e/harness/record.ts';
import { median, printTable } from './table.ts';
import { writeChromeTrace } from './views/chrome-trace.ts';
import { forgetFacts, measureFirst } from './views/first-picture.ts';
import { type FrameFigures, heapBytes, longestTask, measureFrames } from './views/frames.ts';
import { makeProject } from './views/make-project.ts';
import { FUNCTIONS, makeRecording } from './views/make-recording.ts';
import { LONGEST_MS, measureSpeedscope } from './views/peer.ts';

/** A peer reads its whole file before it shows anything, so it gets a smaller one. */
const PEER_MILLIONS = 1;
const FRAMES = 120;
const OPENINGS = 5;
const views = [
  'Timeline',
  'Flame graph',
  'Functions',
  'Trace',
  'Overview',
  'Modules',
  'Calls',
  'Dependencies',
];
const areas = ['Findings', 'Source', 'Replay', 'Compare', 'Runs', 'Fixes', 'Exercise', 'Settings'];

/** Runs in the page once a frame; `frame` is its number. What a hand does, at the speed of a quick one. */
const wheel = (area: string, event: string) =>
  `document.querySelector(${JSON.stringify(area)}).dispatchEvent(new WheelEvent('wheel', ${event}));`;
const tracks = 'section[aria-label="Timeline"] [role=application]';
const flame = 'section[aria-label="Flame graph"] [role=application]';
const middle = 'bubbles: true, cancelable: true, clientX: 500, clientY: 300';
const moves: readonly { readonly view: string; readonly name: string; readonly step: string }[] = [
  {
    ...{ view: 'Timeline', name: 'zoom in and out at the pointer' },
    step: wheel(tracks, `{ ctrlKey: true, deltaY: frame < 60 ? -40 : 40, ${middle} }`),
  },
  {
    view: 'Timeline',
    name: 'pan',
    step: wheel(tracks, `{ shiftKey: true, deltaY: frame < 60 ? 60 : -60, ${middle} }`),
  },
  {
    view: 'Timeline',
    name: 'scroll',
    step: `document.querySelector('${tracks}').scrollTop += frame < 60 ? 40 : -40;`,
  },
  {
    ...{ view: 'Flame graph', name: 'zoom in and out at the pointer' },
    step: wheel(flame, `{ ctrlKey: true, deltaY: frame < 60 ? -40 : 40, ${middle} }`),
  },
  {
    view: 'Flame graph',
    name: 'scroll',
    step: `document.querySelector('${flame}').scrollTop += frame < 60 ? 40 : -40;`,
  },
  {
    view: 'Functions',
    name: 'scroll',
    step: `document.querySelector('[role=grid]').scrollTop += frame < 60 ? 120 : -120;`,
  },
];

/**
 * `npm run bench -- views [10]`: what the built app costs in a real browser on a recording of so many million spans, and
 * speedscope on a million of the same.
 */
export default async function run(args: readonly string[]): Promise<void> {
  const millions = Number(args[0] ?? 10);
  await inFolder(async (folder) => {
    const file = await makeRecording(folder, millions * 1_000_000);
    await measureApp(folder, file, millions);
  });
  await inFolder(async (folder) => {
    const file = await makeRecording(folder, PEER_MILLIONS * 1_000_000);
    await measurePeer(folder, file);
  });
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'callscape-views-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureApp(folder: string, file: string, millions: number): Promise<void> {
  const dataDir = join(folder, 'data');
  const project = makeProject(folder, FUNCTIONS);
  const first = await startServe({ dataDir });
  const client = await connectTo(first.url);
  const { id } = await client.services.runs.importRecording({ dir: project, file });
  client.dispose();
  await first.stop();

  const began = performance.now();
  const server = await startServe({ dataDir });
  const browser = await launchChromium();
  try {
    const launched = performance.now();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(server.url);
    await page.getByText('How it goes').waitFor();
    const usableMs = performance.now() - launched;
    const serverMs = launched - began;
    const session = await page.context().newCDPSession(page);
    const place = `/p/${encodeURIComponent(project)}/r/${id}`;
    const openings = await measureOpenings(page, new URL(server.url).origin, place);
    const tasks = await measureTasks(browser, page, new URL(server.url).origin, place);
    const frames: [string, FrameFigures][] = [];
    for (const { view, name, step } of moves) {
      await openTab(page, view);
      frames.push([`${view}, ${name}`, await measureFrames(browser, page, FRAMES, step)]);
      await settled(page);
    }
    const heap = await heapBytes(session);
    printTable(
      `The views on ${millions} million spans: what the main thread does in a frame, ms`,
      ['', 'target', 'median', 'p95', 'worst', 'elapsed: median', 'p95', 'worst', 'frames'],
      frames.map(([name, { work, elapsed, frames: count }]) => [
        ...[name, 'p95 8', work.median.toFixed(1), work.p95.toFixed(1), work.worst.toFixed(1)],
        ...[elapsed.median.toFixed(1), elapsed.p95.toFixed(1), elapsed.worst.toFixed(1), String(count)],
      ]),
    );
    printTable(
      'The longest task of the main thread meanwhile, ms of the processor',
      ['', 'target', ''],
      frames.map(([name, { longestTask: longest }]) => [name, '50', longest.toFixed(1)]),
    );
    printTable(
      'From the press on a tab to the first picture with its data, ms',
      ['', 'target', 'first time', 'median', 'worst of the others'],
      openings.map(({ view, ms: [cold = Number.NaN, ...warm] }) => [
        ...[view, '300', cold.toFixed(0), median(warm).toFixed(0), Math.max(...warm).toFixed(0)],
      ]),
    );
    printTable(
      'The longest task of the main thread, from the press on a tab until all is on screen, ms of the processor',
      ['', 'target', 'first time', 'again'],
      tasks.map(({ view, ms: [cold = Number.NaN, warm = Number.NaN] }) => [
        ...[view, '50', cold.toFixed(0), warm.toFixed(0)],
      ]),
    );
    printTable(
      'Start and memory',
      ['', 'target', ''],
      [
        ['engine and browser started', '', `${serverMs.toFixed(0)} ms`],
        ['a window that can be used, after that', '2,000 ms', `${usableMs.toFixed(0)} ms`],
        ['heap of the page after all of this', '300 MB', `${(heap / 1e6).toFixed(0)} MB`],
      ],
    );
  } finally {
    await browser.close();
    await server.stop();
  }
  await measureFirstPictures(dataDir, `/p/${encodeURIComponent(project)}/r/${id}`);
}

/** The views that wait for an analysis, each in an app that has never made one of this recording. */
async function measureFirstPictures(dataDir: string, place: string): Promise<void> {
  const rows: string[][] = [];
  for (const restMs of [1000, 0]) {
    for (const view of ['Overview', 'Findings', 'Fixes', 'Exercise']) {
      forgetFacts(dataDir);
      const { pictureMs, dataMs, wholeMs, afterOpeningMs } = await measureFirst(dataDir, place, view, restMs);
      rows.push([
        ...[view, restMs === 0 ? 'at once' : `${restMs / 1000} s later`],
        ...['300', pictureMs.toFixed(0), dataMs.toFixed(0), wholeMs.toFixed(0), afterOpeningMs.toFixed(0)],
      ]);
    }
  }
  printTable(
    'The first analysis that there ever was: from the press to a picture of what is analysed, to what it found first, and to all of it, ms',
    [
      '',
      'pressed',
      'target',
      'first picture',
      'first found',
      'all of it',
      'all of it, from opening the recording',
    ],
    rows,
  );
}

/** What the recording was made of is not on this machine; a window still wants a project. */
function emptyProject(folder: string): string {
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "server", "version": "1.0.0" }\n');
  return project;
}

interface Opening {
  readonly view: string;
  readonly ms: readonly number[];
}

/** Where a view is opened from. */
const before = (view: string) => (view === 'Functions' ? 'Timeline' : 'Functions');

/** A new page on another view than this one, of which it knows nothing yet. */
async function openBefore(page: Page, origin: string, place: string, view: string): Promise<void> {
  const other = before(view).toLowerCase();
  await page.goto('about:blank');
  await page.goto(`${origin}/#${place}/${other}`);
  await page.locator(`#tab-${other}[aria-selected=true]`).waitFor();
  await settled(page);
  // Nobody presses in the instant a page is there; the code of the views is fetched meanwhile.
  await page.waitForTimeout(1000);
}

/** The longest task of each view when it is opened for the first time, and when it is opened again. */
async function measureTasks(
  browser: Browser,
  page: Page,
  origin: string,
  place: string,
): Promise<readonly Opening[]> {
  const tasks: Opening[] = [];
  for (const view of [...views, ...areas]) {
    await openBefore(page, origin, place, view);
    const open = () =>
      longestTask(browser, page, async () => {
        await openTab(page, view);
        await settled(page);
      });
    const cold = await open();
    await openTab(page, before(view));
    tasks.push({ view, ms: [cold, await open()] });
  }
  return tasks;
}

/** Each view opened from another one; the first time it loads its code and asks the engine, later the page knows the answer. */
async function measureOpenings(page: Page, origin: string, place: string): Promise<readonly Opening[]> {
  const openings: Opening[] = [];
  for (const view of [...views, ...areas]) {
    await openBefore(page, origin, place, view);
    const ms: number[] = [];
    for (let i = 0; i < OPENINGS; i++) {
      ms.push(await openTab(page, view));
      await openTab(page, before(view));
    }
    openings.push({ view, ms });
  }
  return openings;
}

/** ms from the press to the frame after the view says that it has what it asked for. */
async function openTab(page: Page, view: string): Promise<number> {
  const isTab = (await page.getByRole('tab', { name: view, exact: true }).count()) > 0;
  // From a page of its own back to the views of the run.
  if (!isTab && !areas.includes(view))
    await page.getByRole('button', { name: 'Recording', exact: true }).click();
  return page.evaluate(async (name) => {
    const named = (each: HTMLElement) => each.textContent === name || each.ariaLabel === name;
    const tab = [...document.querySelectorAll<HTMLElement>('[role=tab], nav[aria-label=Areas] button')].find(
      named,
    );
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const began = performance.now();
    tab?.click();
    do {
      await frame();
      if (performance.now() - began > 30_000) throw new Error(`${name} did not come within 30 s`);
    } while (
      (tab?.ariaSelected !== 'true' && tab?.ariaCurrent !== 'page') ||
      document.querySelector('main [aria-busy=true], main [data-busy=true]')
    );
    return performance.now() - began;
  }, view);
}

async function measurePeer(folder: string, file: string): Promise<void> {
  const dataDir = join(folder, 'data');
  const project = emptyProject(folder);
  const server = await startServe({ dataDir });
  const client = await connectTo(server.url);
  const browser: Browser = await launchChromium();
  try {
    const { id } = await client.services.runs.importRecording({ dir: project, file });
    const profile = join(folder, 'profile.speedscope.json');
    await client.services.exchange.exportTo({ dir: project, run: id, format: 'speedscope', file: profile });
    const spans = join(folder, 'spans.jsonl');
    await client.services.exchange.exportTo({ dir: project, run: id, format: 'spans', file: spans });
    const chrome = join(folder, 'trace.json');
    await writeChromeTrace(spans, chrome);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const session = await page.context().newCDPSession(page);
    const began = performance.now();
    const token = new URL(server.url).hash;
    await page.goto(`${new URL(server.url).origin}/${token}`);
    await page.goto(`${new URL(server.url).origin}/#/p/${encodeURIComponent(project)}/r/${id}/flamegraph`);
    await page.locator('#tab-flamegraph[aria-selected=true]').waitFor();
    await settled(page);
    const ownMs = performance.now() - began;
    const ownHeap = await heapBytes(session);
    const peers = [
      ['speedscope, its own format', await measureSpeedscope(profile)],
      ['speedscope, a Chrome trace', await measureSpeedscope(chrome)],
    ] as const;
    const mb = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    printTable(
      `The flame graph of ${PEER_MILLIONS} million spans, from nothing to the first picture`,
      ['', 'file', 'first picture', 'heap of the page'],
      [
        ['Callscape', mb(statSync(file).size), `${ownMs.toFixed(0)} ms`, mb(ownHeap)],
        ...peers.map(([name, peer]) => [
          name,
          mb(peer.fileBytes),
          Number.isNaN(peer.loadMs) ? `none in ${LONGEST_MS / 1000} s` : `${peer.loadMs.toFixed(0)} ms`,
          Number.isNaN(peer.heapBytes) ? '' : mb(peer.heapBytes),
        ]),
      ],
    );
  } finally {
    await browser.close();
    client.dispose();
    await server.stop();
  }
}
