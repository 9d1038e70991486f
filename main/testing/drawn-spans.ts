import type { CapturedValue, ThreadSummary } from '#contract';
import type { RecordingScan, ScannedSpan, SpanPlace } from '../query/scan-types.ts';
import type { DrawnRun } from './drawn-run.ts';

/** What was captured of a span, by the name of its function. */
export type Captures = Readonly<Record<string, Partial<Pick<ScannedSpan, 'params' | 'returned' | 'thrown'>>>>;

const line = /^(?<indent> *)(?<name>\S+) (?<start>\d+)-(?<end>\d*)(?<failed> !)?$/;

/**
 * Spans from a drawing, thread by thread. Children are indented by two spaces and lines are in the order of their starts; no
 * end means unfinished, `!` that it threw.
 *
 *     thread 0
 *     main 0-100
 *       load 10-40 !
 */
export function drawnSpans(
  drawing: string,
  names: readonly string[],
  captures: Captures = {},
): ScannedSpan[] {
  const spans: ScannedSpan[] = [];
  let thread = -1;
  let path: number[] = [];
  let ordinal = 0;
  for (const text of drawing.split('\n').filter((each) => each.trim() !== '')) {
    if (text.startsWith('thread ')) {
      thread = Number(text.slice('thread '.length));
      path = [];
      ordinal = 0;
      continue;
    }
    const found = line.exec(text)?.groups;
    if (found === undefined) throw new Error(`Not a line of drawn spans: ${text}`);
    const { indent = '', name = '', start, end, failed } = found;
    path = path.slice(0, indent.length / 2);
    const durationNs = end === '' ? -1 : Number(end) - Number(start);
    spans.push({
      thread,
      ordinal,
      parent: path.at(-1) ?? -1,
      root: path[0] ?? ordinal,
      function: names.indexOf(name),
      startNs: Number(start),
      durationNs,
      selfNs: 0,
      activeNs: durationNs,
      status: failed ? 'error' : durationNs === -1 ? 'unfinished' : 'ok',
      ...{ params: null, returned: null, thrown: null },
      ...captures[name],
    });
    path.push(ordinal++);
  }
  return spans;
}

export const drawnThread = (index: number, more: Partial<ThreadSummary> = {}): ThreadSummary => ({
  index,
  pid: 40 + index,
  threadId: index,
  name: `node worker ${index}`,
  runtime: 'node',
  runtimeVersion: '24.0.0',
  startNs: 0,
  endNs: 1000,
  spans: 0,
  lanes: 1,
  ...more,
});

/** A recording opened for reading, as far as a test draws it. `elsewhere`: roots, by thread, that have caused those of it. Batches of two spans, so that batches matter. */
export function drawnScan(
  run: DrawnRun,
  spans: readonly ScannedSpan[] = [],
  params: Readonly<Record<string, readonly string[]>> = {},
  elsewhere: ReadonlyMap<number, SpanPlace> = new Map(),
): RecordingScan {
  const threads = [...new Set(spans.map((span) => span.thread))].map((index) => drawnThread(index));
  return {
    threads,
    functions: () => run.functions,
    params: (f) => params[run.functions.name[f] ?? ''] ?? [],
    callEdges: () => ({
      length: run.tree.length - 1,
      caller: Int32Array.from(run.tree.parent.subarray(1), (parent) => run.tree.function[parent] ?? -1),
      callee: run.tree.function.subarray(1),
      calls: run.tree.calls.subarray(1),
      totalNs: run.tree.totalNs.subarray(1),
    }),
    parentElsewhere: (thread) => elsewhere.get(thread),
    traceRoot: (thread, root) => elsewhere.get(thread) ?? { thread, ordinal: root },
    async *spans() {
      for (let at = 0; at < spans.length; at += 2) yield spans.slice(at, at + 2);
    },
    dispose() {},
  };
}

export const captured = (text: string, type: 'string' | 'number' = 'string'): CapturedValue => ({
  kind: 'primitive',
  type,
  text,
});
