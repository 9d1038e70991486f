import type { Browser, CDPSession, Page } from 'playwright-core';

/** What the main thread of the page did in the frames of an interaction. */
export interface FrameFigures {
  readonly frames: number;
  /** Processor time: what the page costs, however busy the machine is. */
  readonly work: Spread;
  /** Elapsed time of the same tasks, which other programs stretch. */
  readonly elapsed: Spread;
  /** ms of the processor that the longest of the tasks took. */
  readonly longestTask: number;
}

/** ms. */
export interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly worst: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Microseconds on the processor. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/**
 * Lets the page move through `frames` frames and adds up, frame by frame, all tasks of its main thread: scripts, style, layout
 * and paint, as Chromium's own tracing has them. `step` runs in the page once a frame, with the number of the frame.
 */
export async function measureFrames(
  browser: Browser,
  page: Page,
  frames: number,
  step: string,
): Promise<FrameFigures> {
  const categories = ['toplevel', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
  await browser.startTracing(page, { categories });
  await page.evaluate(
    async ([count, source]) => {
      const each = new Function('frame', source) as (frame: number) => void;
      performance.mark('frames-begin');
      for (let frame = 0; frame < count; frame++) {
        await new Promise((resolve) => requestAnimationFrame(resolve));
        performance.mark(`frame-${frame}`);
        each(frame);
      }
      performance.mark('frames-end');
    },
    [frames, step] as const,
  );
  return figuresOf(await stopTracing(browser));
}

/**
 * Processor time, in ms, of the longest task of the page's main thread while `act` goes on. Elapsed time, which a `PerformanceObserver` of
 * `longtask` would give, tells as much of the other programs on the machine as of the page.
 */
export async function longestTask(browser: Browser, page: Page, act: () => Promise<void>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await page.evaluate(() => performance.mark('frames-begin'));
  await act();
  const own = ofMainThread(await stopTracing(browser), 'frames-begin');
  return tasksOf(own).reduce((most, { dur = 0, tdur = dur }) => Math.max(most, tdur / 1000), 0);
}

async function stopTracing(browser: Browser): Promise<readonly TraceEvent[]> {
  const trace = JSON.parse((await browser.stopTracing()).toString()) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return trace.traceEvents;
}

/** What the thread did that set a mark. */
function ofMainThread(events: readonly TraceEvent[], name: string): readonly TraceEvent[] {
  const mark = events.find((event) => event.name === name);
  if (mark === undefined) throw new Error('The trace has no mark of the page');
  return events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
}

const tasksOf = (own: readonly TraceEvent[]): readonly TraceEvent[] =>
  own.filter(({ name, ph }) => ph === 'X' && /(^|::)RunTask$/.test(name));

/**
 * A frame is from the task that runs its animation callbacks to the next of them. The mark stands in the midst of that task, between what
 * moves the view and what paints it; taken as the border itself it would count some frames' tasks double, and others' not at all.
 */
function figuresOf(events: readonly TraceEvent[]): FrameFigures {
  const own = ofMainThread(events, 'frames-begin');
  const tasks = outermost(tasksOf(own).toSorted((a, b) => a.ts - b.ts));
  const marks = own.filter(({ name, ph }) => /^frame-\d+$/.test(name) && ph !== 'E').map(({ ts }) => ts);
  const borders = [...new Set(marks.map((ts) => beginOfTask(tasks, ts)))].sort((a, b) => a - b);
  const frames = Math.max(0, borders.length - 1);
  const work = new Float64Array(frames);
  const elapsed = new Float64Array(frames);
  let longestTask = 0;
  for (const { ts, dur = 0, tdur = dur } of tasks) {
    const frame = frameOf(borders, ts);
    if (frame < 0) continue;
    work[frame] = (work[frame] as number) + tdur / 1000;
    elapsed[frame] = (elapsed[frame] as number) + dur / 1000;
    longestTask = Math.max(longestTask, tdur / 1000);
  }
  return { frames, work: spreadOf(work), elapsed: spreadOf(elapsed), longestTask };
}

/** Chromium writes a task down twice, by two layers one within the other. */
function outermost(tasks: readonly TraceEvent[]): readonly TraceEvent[] {
  let countedTo = Number.NEGATIVE_INFINITY;
  return tasks.filter(({ ts, dur = 0 }) => {
    if (ts < countedTo) return false;
    countedTo = ts + dur;
    return true;
  });
}

function beginOfTask(tasks: readonly TraceEvent[], ts: number): number {
  return tasks.find((task) => task.ts <= ts && ts <= task.ts + (task.dur ?? 0))?.ts ?? ts;
}

function spreadOf(values: Float64Array): Spread {
  const sorted = values.toSorted();
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95), worst: at(1) };
}

/** The frame in which a moment lies; -1: before the first or after the last. */
function frameOf(borders: readonly number[], ts: number): number {
  let low = 0;
  let high = borders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((borders[middle] as number) <= ts) low = middle + 1;
    else high = middle;
  }
  return low < borders.length ? low - 1 : -1;
}

/** Bytes that the page's scripts hold, garbage collected first: objects, and the buffers of typed arrays. */
export async function heapBytes(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    readonly usedSize: number;
    readonly backingStorageSize?: number;
  };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}
