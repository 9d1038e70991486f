import type { TimeRange } from '#contract';
import { SPAN, type SpanPage } from '../store/span-page.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import type { Snapshot, ThreadState } from './snapshot.ts';

/** The whole run: what is stored, and the time so far of the spans that are open. */
export function wholeRunFigures({ nodes, threads }: Snapshot): NodeFigures {
  const { length } = nodes;
  const figures = {
    calls: nodes.calls.slice(0, length),
    errors: nodes.errors.slice(0, length),
    totalNs: nodes.totalNs.slice(0, length),
    selfNs: nodes.selfNs.slice(0, length),
  };
  for (const { open } of threads) {
    if (!open) continue;
    for (let i = 0; i < open.rows; i++) {
      const node = open.node[i] as number;
      const duration = open.duration[i] as number;
      figures.totalNs[node] = (figures.totalNs[node] as number) + duration;
      figures.selfNs[node] = (figures.selfNs[node] as number) + duration - (open.covered[i] as number);
    }
  }
  return figures;
}

/**
 * The spans of a thread or of all, as far as they lie in the range: a span that reaches out of it is a call of it, with the time
 * inside. Reads every page that the range touches.
 */
export function rangeFigures(query: Query, range: TimeRange | undefined, thread?: number): NodeFigures {
  const { snapshot } = query;
  const { length } = snapshot.nodes;
  const figures = {
    calls: new Float64Array(length),
    errors: new Float64Array(length),
    totalNs: new Float64Array(length),
    selfNs: new Float64Array(length),
  };
  for (const state of snapshot.threads) {
    if (thread !== undefined && state.index !== thread) continue;
    const from = range ? range.startNs - state.offsetNs : Number.NEGATIVE_INFINITY;
    const to = range ? range.endNs - state.offsetNs : Number.POSITIVE_INFINITY;
    addThread(query, state, from, to, figures);
  }
  return figures;
}

function addThread(query: Query, state: ThreadState, from: number, to: number, figures: NodeFigures): void {
  const { reader, snapshot, checkpoint } = query;
  const { pages } = snapshot;
  const rows = pages.select(state.index, (row) => pages.overlaps(row, from, to));
  const crossing = new CrossingSpans(from, to);
  // First those that cross an end of the range: their children inside are what their self time lacks.
  for (const row of rows) {
    if ((pages.minStart[row] as number) >= from && (pages.maxEnd[row] as number) <= to) continue;
    checkpoint();
    crossing.find(reader.page(row));
  }
  if (state.open) crossing.find(state.open);
  for (const row of rows) {
    checkpoint();
    addPage(reader.page(row), from, to, crossing, figures);
  }
  if (state.open) addPage(state.open, from, to, crossing, figures);
  crossing.addSelf(figures);
}

function addPage(
  page: SpanPage,
  from: number,
  to: number,
  crossing: CrossingSpans,
  figures: NodeFigures,
): void {
  const { node, end, duration, covered, flags, ordinal, up } = page;
  const { calls, errors, totalNs, selfNs } = figures;
  for (let i = 0; i < page.rows; i++) {
    const e = end[i] as number;
    const d = duration[i] as number;
    const start = e - d;
    if (start >= to || (e <= from && start < from)) continue;
    const n = node[i] as number;
    const begin = Math.max(start, from);
    const finish = Math.min(e, to);
    calls[n] = (calls[n] as number) + 1;
    errors[n] = (errors[n] as number) + ((flags[i] as number) & SPAN.ERROR);
    totalNs[n] = (totalNs[n] as number) + finish - begin;
    if (start >= from && e <= to) selfNs[n] = (selfNs[n] as number) + d - (covered[i] as number);
    const distance = up[i] as number;
    if (distance > 0) crossing.child((ordinal[i] as number) - distance, begin, finish);
  }
}

/** Spans that reach out of a range, and the intervals of their children inside it. */
class CrossingSpans {
  readonly #from: number;
  readonly #to: number;
  readonly #spans = new Map<number, { node: number; begin: number; finish: number; children: number[][] }>();

  constructor(from: number, to: number) {
    this.#from = from;
    this.#to = to;
  }

  find(page: SpanPage): void {
    for (let i = 0; i < page.rows; i++) {
      const end = page.end[i] as number;
      const start = end - (page.duration[i] as number);
      if (start >= this.#to || end <= this.#from || (start >= this.#from && end <= this.#to)) continue;
      const span = {
        node: page.node[i] as number,
        begin: Math.max(start, this.#from),
        finish: Math.min(end, this.#to),
        children: [],
      };
      this.#spans.set(page.ordinal[i] as number, span);
    }
  }

  child(parent: number, begin: number, finish: number): void {
    if (this.#spans.size > 0) this.#spans.get(parent)?.children.push([begin, finish]);
  }

  /** Adds what the children do not cover. */
  addSelf({ selfNs }: NodeFigures): void {
    for (const { node, begin, finish, children } of this.#spans.values()) {
      children.sort((a, b) => (a[0] as number) - (b[0] as number));
      let covered = 0;
      let reached = begin;
      for (const [start, end] of children as [number, number][]) {
        // A child that its parent did not wait for may begin after the parent's end.
        const since = Math.max(start, reached);
        const until = Math.min(end, finish);
        if (until > since) covered += until - since;
        reached = Math.max(reached, until);
      }
      selfNs[node] = (selfNs[node] as number) + finish - begin - covered;
    }
  }
}
