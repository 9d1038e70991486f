import { formatSpanId, type Recordings } from '../../preload/contract/index.ts';
import { median } from '../table.ts';
import { HARDEST } from './measure-memory.ts';

export interface QueryFigures {
  readonly name: string;
  readonly medianMs: number;
  readonly worstMs: number;
  /** CPU time of all threads of the process: it tells more than the clock where others are at work. */
  readonly medianCpuMs: number;
  readonly worstCpuMs: number;
  /** Of the largest answer. */
  readonly rows: number;
  /** Median, and worst if it has one; of a recording of 10 million spans. */
  readonly target: string;
}

const RUN = { run: 'rbench' };
const WIDTH = 1920;
/** CPU time is that of this process alone: a statement runs in one of its own. */
const STATEMENTS = {
  'SQL, functions by self time': 'SELECT name, self_ns FROM functions ORDER BY self_ns DESC LIMIT 10',
  'SQL, the longest of the calls above 10 ms':
    'SELECT span, duration_ns FROM spans WHERE duration_ns > 10000000 ORDER BY duration_ns DESC LIMIT 100',
  'SQL, every call': 'SELECT thread, count(*), sum(self_ns) FROM spans GROUP BY thread',
};

/** Asks everything a view asks, at several places, after one unmeasured round that starts the threads. */
export async function measureQueries(recordings: Recordings, durationNs: number): Promise<QueryFigures[]> {
  const functions = await recordings.functions(RUN);
  await recordings.functions(RUN);
  const busiest = functions.calls.indexOf(Math.max(...functions.calls));
  const figures: QueryFigures[] = [];

  async function time(
    name: string,
    target: string,
    queries: readonly (() => Promise<number>)[],
  ): Promise<void> {
    const times: number[] = [];
    const cpuTimes: number[] = [];
    let rows = 0;
    for (const query of queries) {
      const cpu = process.cpuUsage();
      const began = performance.now();
      rows = Math.max(rows, await query());
      times.push(performance.now() - began);
      const { user, system } = process.cpuUsage(cpu);
      cpuTimes.push((user + system) / 1000);
    }
    const [medianMs, worstMs] = [median(times), Math.max(...times)];
    const [medianCpuMs, worstCpuMs] = [median(cpuTimes), Math.max(...cpuTimes)];
    figures.push({ name, medianMs, worstMs, medianCpuMs, worstCpuMs, rows, target });
  }
  const repeat = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

  const timeline = (startNs: number, widthNs: number) => async () => {
    const range = { startNs, endNs: startNs + widthNs };
    const { spans, density } = await recordings.timeline({ ...RUN, range, widthPx: WIDTH, maxLane: 200 });
    return spans.length + density.length;
  };
  for (let share = 1, power = 0; durationNs * share > WIDTH * 10; share /= 10, power++) {
    const width = durationNs * share;
    const places = repeat(9, (i) => timeline(((durationNs - width) * i) / 9, width));
    await time(`timeline, ${power === 0 ? 'whole run' : `1/${10 ** power} of it`}`, '16 / 50', places);
  }
  // Half a screen more on either side, and lanes in steps of 32, as the timeline view asks.
  const asked = (startNs: number, widthNs: number) => async () => {
    const range = { startNs, endNs: startNs + widthNs };
    const { spans, density } = await recordings.timeline({ ...RUN, range, widthPx: 2 * WIDTH, maxLane: 64 });
    return spans.length + density.length;
  };
  for (const part of [1, 10, 100]) {
    const width = durationNs / part;
    const places = repeat(9, (i) => asked(((durationNs - width) * i) / 9, width));
    await time(`timeline of a screen, 1/${part} of the run`, '16 / 50', places);
  }
  await time(
    'functions',
    '',
    repeat(9, () => async () => (await recordings.functions(RUN)).length),
  );
  await time(
    'flame graph, whole run',
    '50',
    repeat(9, () => async () => {
      const tree = await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: 1 / WIDTH / 4 });
      return tree.length;
    }),
  );
  await time(
    'flame graph, a tenth of the run',
    '300',
    repeat(5, (i) => async () => {
      const startNs = (durationNs * i) / 6;
      const range = { startNs, endNs: startNs + durationNs / 10 };
      const tree = await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: 1 / WIDTH / 4, range });
      return tree.length;
    }),
  );
  const graph = await recordings.callTree({ ...RUN, order: 'left-heavy', minShare: 1 / WIDTH / 4 });
  const pathTo = (row: number): number[] => {
    const path: number[] = [];
    for (let at = row; at > 0; at = graph.parent[at] as number) path.unshift(graph.function[at] as number);
    return path;
  };
  await time(
    'how long the calls of one of its rows took',
    '',
    repeat(7, (i) => async () => {
      const row = 1 + Math.floor(((graph.length - 1) * i) / 7);
      return (await recordings.durations({ ...RUN, path: pathTo(row) })).calls;
    }),
  );
  for (const order of ['slowest', 'start', 'errors'] as const) {
    const list = (offset: number) => async () => {
      const page = await recordings.spans({ ...RUN, function: busiest, order, offset, limit: 100 });
      return page.rows.length;
    };
    const total = functions.calls[busiest] as number;
    await time(
      `spans of the busiest function, ${order}`,
      '',
      repeat(7, (i) => list(Math.floor((total * i) / 8))),
    );
  }
  await time(
    'one span with its family',
    '',
    repeat(15, (i) => async () => {
      const { threads } = await recordings.summary(RUN);
      const thread = threads[i % threads.length];
      if (!thread) return 0;
      const id = formatSpanId(thread.index, Math.floor((thread.spans * i) / 15));
      return (await recordings.span({ ...RUN, id })).children.length;
    }),
  );
  await time(
    'a trace, its first 1,000 calls',
    '',
    repeat(9, (i) => async () => {
      const { threads } = await recordings.summary(RUN);
      const [thread] = threads;
      if (!thread) return 0;
      const span = formatSpanId(thread.index, Math.floor((thread.spans * i) / 10));
      const page = { from: 'root', depth: 1000, offset: 0, limit: 1000 } as const;
      return (await recordings.trace({ ...RUN, span, ...page })).length;
    }),
  );
  await time(
    'callers and callees',
    '',
    repeat(9, (i) => async () => {
      const { callers, callees } = await recordings.neighbours({ ...RUN, function: i * 7 });
      return callers.length + callees.length;
    }),
  );
  const search = (query: string) => async () =>
    (await recordings.search({ ...RUN, query, order: 'start', offset: 0, limit: 100 })).rows.length;
  // `outer.inner` without what stands outside, as a person would type it.
  const named = functions.name
    .map((one) => one.split('.').at(-1) ?? '')
    .filter((one) => /^\w{4,}$/.test(one));
  const name = (i: number): string => named[i % named.length] as string;
  await time(
    'search by function',
    '100',
    repeat(7, (i) => search(`function:${name(i * 31)}`)),
  );
  await time(
    'search by free text',
    '1000',
    repeat(5, (i) => search(name(i * 31).slice(-4))),
  );
  await time(
    'next match of a search',
    '100',
    repeat(7, (i) => async () => {
      const from = (durationNs * i) / 8;
      const request = { query: `function:${name(i * 31)}`, from, direction: 'next' } as const;
      return (await recordings.searchStep({ ...RUN, ...request })).total;
    }),
  );
  for (const [question, ask] of Object.entries(HARDEST)) {
    await time(
      question,
      '',
      repeat(5, (place) => async () => {
        await ask(recordings, { durationNs, place });
        return 0;
      }),
    );
  }
  for (const [question, sql] of Object.entries(STATEMENTS)) {
    await time(
      question,
      '',
      repeat(3, () => async () => (await recordings.sql({ ...RUN, sql, timeLimitMs: 600_000 })).rows.length),
    );
  }
  return figures;
}
