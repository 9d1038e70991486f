import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ContractClient, RunId, Services, TimelineWindow, TimeRange } from '#contract';
import { goTo, placeOf, watchPage } from '../harness/app.ts';
import { launchChromium, type RunningServer, startServe } from '../harness/browser.ts';
import { connectTo } from '../harness/engine-client.ts';
import { eventually } from '../harness/eventually.ts';
import { type TemporaryFolder, temporaryFolder } from '../harness/folders.ts';
import {
  cellsOf,
  openView,
  pressRun,
  rowOf,
  runBecomes,
  spanCount,
  terminalShows,
  typeInTerminal,
} from '../harness/workbench.ts';

const fixture = fileURLToPath(new URL('./fixtures/million-spans', import.meta.url));
/** What fixtures/million-spans calls. */
const expected = { next: 1000, batch: 1000, weigh: 100_000, digit: 500_000, square: 500_000 };
const allCalls = Object.values(expected).reduce((sum, calls) => sum + calls, 0);
/** What a person takes for at once, in ms. */
const limitMs = 200;
const times = 5;

describe('a run of more than a million spans', () => {
  let folder: TemporaryFolder;
  let server: RunningServer;
  let client: ContractClient;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];
  let dir: string;

  beforeEach(async () => {
    folder = temporaryFolder();
    dir = folder.copyProject(fixture);
    // Every call is to be a span here, whatever that costs the program.
    writeFileSync(join(dir, '.env.tracing'), 'TRACING_OVERHEAD_BUDGET=0\n');
    server = await startServe({ dataDir: join(folder.path, 'data') });
    client = await connectTo(server.url);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    problems = watchPage(page);
    await page.goto(server.url);
    await goTo(page, placeOf(dir));
  });
  afterEach(async () => {
    client.dispose();
    await browser.close();
    await server.stop();
    folder.dispose();
  });

  test('is read while it goes on, and every view of it answers at once', async () => {
    await pressRun(page);
    await terminalShows(page, 'all batches done, sum 14250000');
    await eventually(async () => expect(await spanCount(page)).toBeGreaterThanOrEqual(allCalls));
    await runBecomes(page, 'running');
    const { id } = await client.services.runs.get({ dir, run: 'latest' });
    const live = await measure(queries(client.services, dir, id, await facts(client.services, id)));

    await typeInTerminal(page, '');
    await runBecomes(page, 'exit 0');
    await openView(page, 'Functions');
    for (const [name, calls] of Object.entries(expected)) {
      await rowOf(page, 'Functions', name).waitFor();
      expect((await cellsOf(page, 'Functions', name)).Calls, name).toBe(calls.toLocaleString('en'));
    }
    const found = await facts(client.services, id);
    const ask = { run: id, widthPx: 1280, maxLane: 32 };
    const everything = { startNs: 0, endNs: found.durationNs };
    const { recordings } = client.services;
    expect(callsIn(await recordings.timeline({ ...ask, range: everything }))).toBeGreaterThanOrEqual(
      allCalls,
    );
    expect(callsIn(await recordings.timeline({ ...ask, range: found.tenth }))).toBeGreaterThan(allCalls / 11);
    const done = await measure(queries(client.services, dir, id, found));
    const views = await measureViews(page);
    console.info(report('while the program runs', live), report('when it has ended', done));
    console.info(report('switching to a view, in the page', views));
    for (const [question, ms] of [...live, ...done]) expect(median(ms), question).toBeLessThan(limitMs);
    expect(problems).toEqual([]);
  });
});

interface Facts {
  readonly durationNs: number;
  /** While a tenth of the batches ran. */
  readonly tenth: TimeRange;
  /** Index of the function with most calls. */
  readonly busiest: number;
}

async function facts({ recordings }: Services, run: RunId): Promise<Facts> {
  const { durationNs } = await recordings.summary({ run });
  const table = await recordings.functions({ run });
  const batches = {
    run,
    function: table.name.indexOf('batch'),
    order: 'start',
    offset: 500,
    limit: 100,
  } as const;
  const { rows } = await recordings.spans(batches);
  const tenth = { startNs: rows[0]?.startNs ?? 0, endNs: rows.at(-1)?.startNs ?? 0 };
  return { durationNs, tenth, busiest: table.calls.indexOf(Math.max(...table.calls)) };
}

/** What each view asks the engine, by the name of the view. */
function queries(services: Services, dir: string, run: RunId, { durationNs, tenth, busiest }: Facts) {
  const { recordings, graphs } = services;
  const whole = { startNs: 0, endNs: durationNs };
  const screen = { run, widthPx: 1280, maxLane: 32 };
  const tree = { run, minShare: 1 / 4000 } as const;
  return {
    summary: () => recordings.summary({ run }),
    'functions table': () => recordings.functions({ run }),
    'flame graph, left heavy': () => recordings.callTree({ ...tree, order: 'left-heavy' }),
    'flame graph, in order of first call': () => recordings.callTree({ ...tree, order: 'first-call' }),
    'flame graph of a tenth of the time': () =>
      recordings.callTree({ ...tree, order: 'left-heavy', range: tenth }),
    'timeline of everything': () => recordings.timeline({ ...screen, range: whole }),
    'timeline of a tenth': () => recordings.timeline({ ...screen, range: tenth }),
    'timeline of a millisecond': () =>
      recordings.timeline({ ...screen, range: { ...tenth, endNs: tenth.startNs + 1e6 } }),
    'slowest calls of a function': () =>
      recordings.spans({ run, function: busiest, order: 'slowest', offset: 0, limit: 20 }),
    'failed calls of a function': () =>
      recordings.spans({ run, function: busiest, order: 'errors', offset: 0, limit: 20 }),
    'callers and callees': () => recordings.neighbours({ run, function: busiest }),
    'one call with its values': async () => {
      const { rows } = await recordings.spans({
        run,
        function: busiest,
        order: 'start',
        offset: 0,
        limit: 1,
      });
      return recordings.span({ run, id: rows[0]?.id ?? '' });
    },
    'module graph': () => graphs.modules({ dir, run }),
    source: () => graphs.source({ dir, path: 'weigh.js' }),
  };
}

/** How many calls a timeline shows, one by one and in crowds. */
function callsIn({ spans, density }: TimelineWindow): number {
  return density.count.reduce((sum, count) => sum + count, spans.length);
}

type Figures = ReadonlyMap<string, readonly number[]>;

async function measure(questions: Record<string, () => Promise<unknown>>): Promise<Figures> {
  const figures = new Map<string, number[]>();
  for (const [question, ask] of Object.entries(questions)) {
    const ms: number[] = [];
    for (let i = 0; i < times; i++) {
      const start = performance.now();
      await ask();
      ms.push(performance.now() - start);
    }
    figures.set(question, ms);
  }
  return figures;
}

/** From the press on a tab to the frame after the view says that it has what it asked for. */
async function measureViews(page: Page): Promise<Figures> {
  const figures = new Map<string, number[]>();
  for (let i = 0; i < times; i++) {
    for (const title of ['Timeline', 'Flame graph', 'Functions', 'Modules']) {
      const ms = await page.evaluate(async (name) => {
        const tab = [...document.querySelectorAll<HTMLElement>('[role=tab]')].find(
          (each) => each.textContent === name,
        );
        const start = performance.now();
        tab?.click();
        const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
        do await frame();
        while (
          tab?.ariaSelected !== 'true' ||
          document.querySelector('main [aria-busy=true], [data-busy=true]')
        );
        return performance.now() - start;
      }, title);
      figures.set(title, [...(figures.get(title) ?? []), ms]);
    }
  }
  return figures;
}

function median(ms: readonly number[]): number {
  return [...ms].sort((a, b) => a - b)[Math.floor(ms.length / 2)] ?? Number.NaN;
}

function report(title: string, figures: Figures): string {
  const lines = [...figures].map(([question, ms]) => {
    const all = ms.map((each) => each.toFixed(1)).join(' ');
    return `  ${question.padEnd(38)} median ${median(ms).toFixed(1).padStart(7)} ms   (${all})`;
  });
  return [`\n${title}`, ...lines].join('\n');
}
