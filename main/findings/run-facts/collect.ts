import { formatSpanId, type MetricSeries, type RunId } from '#contract';
import type { ColumnPage, SpanColumns } from '../../query/span-columns.ts';
import { SPAN } from '../../store/span-page.ts';
import { createArgumentWatch, mayRepeat } from './arguments.ts';
import { createErrorWatch, type FailedCall } from './errors.ts';
import { GrowingList } from './growing-list.ts';
import { createInputWatch } from './inputs.ts';
import { type ArgumentsOf, createLoopWatch } from './loops.ts';
import { growingMemory } from './memory.ts';
import type { RunFacts, RunSums } from './types.ts';
import { createUnsteadyWatch } from './unsteady.ts';
import { eachWithValues, type ValuedThread, valuedThread } from './valued-calls.ts';

/** Calls of which values are compared; of more than this the rest is left out. */
export const MAX_VALUED = 3_000_000;

/** What the store has summed up already: no call is looked at. */
export function sumsOf(run: RunId, columns: SpanColumns): RunSums {
  const table = columns.functions();
  const { nodes } = columns;
  /** By call node, whether an asynchronous function is on the way to it. A parent has a smaller id. */
  const below = new Uint8Array(nodes.length);
  const belowAsync = new Uint8Array(table.length);
  for (let node = 1; node < nodes.length; node++) {
    const fn = nodes.function[node] ?? 0;
    if (((table.flags[fn] ?? 0) & 1) !== 0 || below[nodes.parent[node] ?? 0] === 1) below[node] = 1;
    if (below[node] === 1 && (nodes.calls[node] ?? 0) > 0) belowAsync[fn] = 1;
  }
  return { run, table, edges: columns.callEdges(), belowAsync, slowest: columns.slowest() };
}

/**
 * Looks at every call of a run once, column by column, and gathers what the rules ask for.
 * @param checkpoint called between pages; throws to give up
 */
export function collectRunFacts(
  sums: RunSums,
  columns: SpanColumns,
  metrics: readonly MetricSeries[],
  checkpoint: () => void = () => undefined,
): RunFacts {
  const { table } = sums;
  const { nodes } = columns;
  const errors = createErrorWatch();
  const args = createArgumentWatch(table.length);
  const inputs = createInputWatch(table.length);
  const loops = createLoopWatch(table, nodes);
  const unsteady = createUnsteadyWatch(table);
  const isCompared = mayRepeat(table);
  const waitingNs = new Float64Array(table.length);
  const slowest = [...sums.slowest];
  /** By function: the longest call so far where the store has none, else Infinity. */
  const slowestNs = Float64Array.from(slowest, (id) => (id === '' ? -1 : Number.POSITIVE_INFINITY));
  const isUnlisted = Uint8Array.from({ length: nodes.length }, (_, node) =>
    slowestNs[nodes.function[node] ?? -1] === -1 ? 1 : 0,
  );
  const responses = new GrowingList();
  const notNumbers = new Map<number, { function: number; count: number; span: string }>();
  let hasValues = false;
  let left = MAX_VALUED;
  let skipped = 0;

  for (const { index: thread, spans, offsetNs } of columns.threads) {
    const valued = columns.hasValues(thread) ? valuedThread(Math.min(spans, left)) : null;
    if (valued !== null) {
      left -= valued.limit;
      skipped += spans - valued.limit;
    }
    const failed: Omit<FailedCall, 'params' | 'thrown'>[] = [];
    columns.eachPage(thread, (page) => {
      checkpoint();
      seePage(thread, offsetNs, page, valued, failed);
    });
    if (unsteady.hasSlow()) {
      columns.eachPage(thread, ({ spans: page }) => seeCauses(page), unsteady.fromNs);
      unsteady.endThread();
    }
    failed.sort((a, b) => a.ordinal - b.ordinal);
    const valuesOf = (wanted: ReadonlySet<number>) =>
      eachWithValues(columns, thread, spans, (ordinal) => wanted.has(ordinal), checkpoint);
    const captured = valued === null ? null : new Map(valuesOf(new Set(failed.map((call) => call.ordinal))));
    for (const call of failed) {
      const { params = null, thrown = null } = captured?.get(call.ordinal) ?? {};
      errors.see({ ...call, params, thrown });
    }
    const argumentsOf: ArgumentsOf = (wanted) => {
      const known = new Map(valuesOf(wanted));
      return (ordinal) => known.get(ordinal)?.params ?? null;
    };
    loops.endThread(thread, valued === null ? null : argumentsOf);
    if (valued !== null) seeValues(thread, valued);
  }

  function seePage(
    thread: number,
    offsetNs: number,
    { spans: page, errors: failures, hasRoots, belowNs }: ColumnPage,
    valued: ValuedThread | null,
    failed: Omit<FailedCall, 'params' | 'thrown'>[],
  ): void {
    const { rows, node, flags } = page;
    const parentAt = (row: number): number =>
      page.up[row] === 0 ? -1 : (page.ordinal[row] as number) - (page.up[row] as number);
    const mayBeSlow = belowNs > unsteady.fromNs;
    for (let row = 0; row < rows; row++) {
      const at = node[row] as number;
      const flag = flags[row] as number;
      const isUnfinished = (flag & SPAN.UNFINISHED) !== 0;
      if ((flag & SPAN.ASYNC) !== 0 && !isUnfinished) {
        const own = (page.duration[row] as number) - (page.covered[row] as number);
        const fn = nodes.function[at] as number;
        const waits = Math.max(0, Math.min(own, page.suspended[row] as number));
        waitingNs[fn] = (waitingNs[fn] as number) + waits;
      }
      if (isUnlisted[at] === 1 && !isUnfinished) seeSlowest(thread, page, row);
      if (loops.candidates[at] === 1) loops.see(at, parentAt(row), page.ordinal[row] as number);
      if (hasRoots && !isUnfinished && page.up[row] === 0) responses.push(page.duration[row] as number);
      if (mayBeSlow && !isUnfinished) {
        const fn = nodes.function[at] as number;
        const durationNs = page.duration[row] as number;
        if (durationNs >= (unsteady.limits[fn] as number))
          unsteady.seeSlow(thread, page.ordinal[row] as number, fn, durationNs);
      }
    }
    if (failures !== 0) {
      for (let row = 0; row < rows; row++) {
        const flag = flags[row] as number;
        if ((flag & SPAN.ERROR) === 0 || (flag & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
        failed.push({
          thread,
          ordinal: page.ordinal[row] as number,
          parent: parentAt(row),
          function: nodes.function[node[row] as number] as number,
          endNs: (page.end[row] as number) + offsetNs,
        });
      }
    }
    valued?.see(page, nodes);
  }

  function seeSlowest(thread: number, page: ColumnPage['spans'], row: number): void {
    const fn = nodes.function[page.node[row] as number] as number;
    const durationNs = page.duration[row] as number;
    if (durationNs <= (slowestNs[fn] as number)) return;
    slowestNs[fn] = durationNs;
    slowest[fn] = formatSpanId(thread, page.ordinal[row] as number);
  }

  function seeCauses(page: ColumnPage['spans']): void {
    for (let row = 0; row < page.rows; row++) {
      const durationNs = page.duration[row] as number;
      if (durationNs < unsteady.fromNs || ((page.flags[row] as number) & SPAN.UNFINISHED) !== 0) continue;
      const parent = (page.ordinal[row] as number) - (page.up[row] as number);
      unsteady.seeBelow(parent, nodes.function[page.node[row] as number] as number, durationNs);
    }
  }

  function seeValues(thread: number, valued: ValuedThread): void {
    const isWanted = (ordinal: number): boolean => isCompared[valued.functionOf(ordinal)] === 1;
    for (const [ordinal, { params, returned }] of eachWithValues(
      columns,
      thread,
      valued.limit,
      isWanted,
      checkpoint,
    )) {
      inputs.see({ function: valued.functionOf(ordinal), thread, ordinal, params });
      const call = valued.at(ordinal);
      if (call !== null) args.see({ ...call, thread, ordinal, params, returned });
    }
    hasValues ||= columns.hasArguments(thread);
    for (const ordinal of columns.returnsOfNaN(thread)) {
      const fn = valued.functionOf(ordinal);
      if (fn === -1) continue;
      const known = notNumbers.get(fn);
      if (known === undefined)
        notNumbers.set(fn, { function: fn, count: 1, span: formatSpanId(thread, ordinal) });
      else known.count++;
    }
  }

  return {
    ...sums,
    slowest,
    hasValues,
    errors: errors.finish(),
    repeated: args.finish(),
    inputs: inputs.finish(columns.params),
    lines: columns.reachedLines(checkpoint) ?? new Map(),
    loops: loops.finish(),
    unsteady: unsteady.finish(),
    notNumbers: [...notNumbers.values()],
    waitingNs,
    responses: summed(responses.values()),
    memory: growingMemory(metrics),
    skipped,
  };
}

/** `null` where there was no call from outside. */
function summed(durations: Float64Array): RunFacts['responses'] {
  const { length } = durations;
  if (length === 0) return null;
  const sorted = durations.slice().sort();
  return {
    averageNs: sorted.reduce((sum, ns) => sum + ns, 0) / length,
    p95Ns: sorted[Math.ceil(0.95 * length) - 1] ?? 0,
  };
}
