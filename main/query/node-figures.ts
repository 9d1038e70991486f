import { type CallScope, ContractError, parseSpanId, type SpanId } from '#contract';
import type { Stretch } from '../store/node-sums.ts';
import { CLASSES, SPAN, type SpanPage } from '../store/span-page.ts';
import { addSums, type Blocks, blocksWithin, countOnce, cutAtEnds, settleTotals } from './block-sums.ts';
import type { NodeFigures } from './node-table.ts';
import type { Query } from './query.ts';
import type { Scratch } from './scratch.ts';
import type { Snapshot, ThreadState } from './snapshot.ts';
import { findSpan } from './span-rows.ts';

/** The whole run: what is stored, and the time so far of the spans that are open. */
export function wholeRunFigures({ nodes, threads }: Snapshot): NodeFigures {
  const { length } = nodes;
  // Nobody changes the figures of a tree: a million nodes are not copied for every question.
  if (threads.every(({ open }) => !open || open.rows === 0)) return nodes;
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
 * The calls of a scope, as far as they lie in the range: a span that reaches out of it is a call of it, with the time inside.
 * They are borrowed of `scratch`, which is there until the query ends unless it is given. Takes the sums of the blocks within the range, and reads the pages at both its ends; of a trace it reads all.
 */
export function scopedFigures(
  query: Query,
  scope: CallScope,
  scratch: Scratch = query.reader.scratch,
): NodeFigures {
  const { snapshot } = query;
  const { range, thread, trace } = scope;
  if (range === undefined && thread === undefined && trace === undefined) return wholeRunFigures(snapshot);
  const figures = figuresOf(snapshot.nodes.length, scratch);
  const root = trace === undefined ? undefined : rootOf(query, trace);
  const parts: {
    readonly state: ThreadState;
    readonly stretch: Stretch;
    readonly blocks: Blocks | undefined;
  }[] = [];
  for (const state of snapshot.threads) {
    if (thread !== undefined && state.index !== thread) continue;
    if (root && root.thread !== state.index) continue;
    const from = range ? range.startNs - state.offsetNs : Number.NEGATIVE_INFINITY;
    const to = range ? range.endNs - state.offsetNs : Number.POSITIVE_INFINITY;
    const stretch = { from, to };
    parts.push({ state, stretch, blocks: root ? undefined : blocksWithin(query, state.index, stretch) });
  }
  // The sums of all threads first: total times follow from them together.
  for (const { state, blocks } of parts) {
    if (blocks) addSums(query, state.index, blocks, figures, figures.totalNs);
  }
  if (parts.some(({ blocks }) => blocks)) settleTotals(snapshot, figures, figures.totalNs);
  for (const { state, stretch, blocks } of parts) {
    if (!blocks) addSpans(query, state, { ...stretch, root: root?.ordinal ?? -1 }, figures);
    else addAround(query, state, stretch, blocks, figures);
  }
  return figures;
}

/** Of 0, in one piece: the larger a piece, the sooner the system has it back. */
function figuresOf(length: number, scratch: Scratch): NodeFigures {
  const room = scratch.room(4 * length * Float64Array.BYTES_PER_ELEMENT);
  const column = (at: number) => new Float64Array(room, at * length * Float64Array.BYTES_PER_ELEMENT, length);
  return { calls: column(0), errors: column(1), totalNs: column(2), selfNs: column(3) };
}

/** What of a stretch is not in the sums of its whole blocks. */
function addAround(
  query: Query,
  state: ThreadState,
  { from, to }: Stretch,
  blocks: Blocks,
  figures: NodeFigures,
): void {
  cutAtEnds(query, state, blocks, figures);
  if (from < blocks.from) {
    addSpans(query, state, { from, to: blocks.from, root: -1 }, figures);
    countOnce(query, state, blocks.from, figures);
  }
  if (blocks.to < to) {
    addSpans(query, state, { from: blocks.to, to, root: -1 }, figures);
    countOnce(query, state, blocks.to, figures);
  }
}

/**
 * The pages with spans of a scope, open spans last, and which of their rows are of it: all of a whole one. A page may be gone once
 * the next one is asked for.
 * @param isWanted whether a page, by its row in the directory, is looked at
 */
export function* scopedPages(
  query: Query,
  { range, thread, trace }: CallScope,
  isWanted: (p: number) => boolean = () => true,
): Generator<{
  readonly page: SpanPage;
  readonly isWhole: boolean;
  readonly fits: (row: number) => boolean;
}> {
  const { snapshot, reader, checkpoint } = query;
  const root = trace === undefined ? undefined : rootOf(query, trace);
  for (const state of snapshot.threads) {
    if (thread !== undefined && state.index !== thread) continue;
    if (root && root.thread !== state.index) continue;
    const from = range ? range.startNs - state.offsetNs : Number.NEGATIVE_INFINITY;
    const to = range ? range.endNs - state.offsetNs : Number.POSITIVE_INFINITY;
    const ordinal = root?.ordinal ?? -1;
    const fitting = (page: SpanPage) => (row: number) => {
      const end = page.end[row] as number;
      const start = end - (page.duration[row] as number);
      if (start >= to || (end <= from && start < from)) return false;
      return ordinal < 0 || page.root[row] === ordinal;
    };
    const { minStart, maxStart } = snapshot.pages;
    const read = snapshot.pages.select(
      state.index,
      (p) => snapshot.pages.overlaps(p, from, to) && isWanted(p),
    );
    for (const [p, page] of reader.eachPage(read)) {
      checkpoint();
      const isInside = (minStart[p] as number) >= from && (maxStart[p] as number) < to;
      yield { page, isWhole: isInside && ordinal < 0, fits: fitting(page) };
    }
    if (state.open) yield { page: state.open, isWhole: false, fits: fitting(state.open) };
  }
}

/** Which spans of a thread count; times in ns since its origin. */
interface Scope extends Stretch {
  /** Ordinal of the root whose trace counts; -1: all do. */
  readonly root: number;
}

function addSpans(query: Query, state: ThreadState, scope: Scope, figures: NodeFigures): void {
  const { reader, snapshot, checkpoint } = query;
  const { pages } = snapshot;
  const { from, to, root } = scope;
  const rows = pages
    .between(state.index, 0, CLASSES, from, to)
    .filter(
      (row) => root < 0 || ((pages.minRoot[row] as number) <= root && (pages.maxRoot[row] as number) >= root),
    );
  const crossing = new CrossingSpans(scope);
  // First those that cross an end of the range: their children inside are what their self time lacks.
  for (const row of rows) {
    if ((pages.minStart[row] as number) >= from && (pages.maxEnd[row] as number) <= to) continue;
    checkpoint();
    crossing.find(reader.page(row));
  }
  if (state.open) crossing.find(state.open);
  for (const [row, page] of reader.eachPage(rows)) {
    checkpoint();
    const isInside = (pages.minStart[row] as number) >= from && (pages.maxEnd[row] as number) <= to;
    const [minParent, maxParent] = [pages.minParent[row] as number, pages.maxParent[row] as number];
    if (isInside && root < 0 && !crossing.hasOneBetween(minParent, maxParent)) {
      addWholePage(page, pages.errors[row] === 0, figures);
    } else addPage(page, scope, crossing, figures);
  }
  if (state.open) addPage(state.open, scope, crossing, figures);
  crossing.addSelf(figures);
}

/** A page whose spans all lie in the range, none of them below one that reaches out of it. */
function addWholePage(page: SpanPage, isFlawless: boolean, figures: NodeFigures): void {
  const { node, duration, covered } = page;
  const { calls, errors, totalNs, selfNs } = figures;
  for (let i = 0; i < page.rows; i++) {
    const n = node[i] as number;
    const d = duration[i] as number;
    calls[n] = (calls[n] as number) + 1;
    totalNs[n] = (totalNs[n] as number) + d;
    selfNs[n] = (selfNs[n] as number) + d - (covered[i] as number);
  }
  if (isFlawless) return;
  const { flags } = page;
  for (let i = 0; i < page.rows; i++) {
    const n = node[i] as number;
    errors[n] = (errors[n] as number) + ((flags[i] as number) & SPAN.ERROR);
  }
}

function addPage(
  page: SpanPage,
  { from, to, root }: Scope,
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
    if (root >= 0 && page.root[i] !== root) continue;
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

const FILTER_MASK = 0xffff;

/** Spans that reach out of a range, and the intervals of their children inside it. */
class CrossingSpans {
  readonly #scope: Scope;
  /** By the low bits of their ordinals: 1 where there may be one. Nearly every parent asked for is none of them. */
  readonly #filter = new Uint8Array(FILTER_MASK + 1);
  readonly #spans = new Map<number, { node: number; begin: number; finish: number; children: number[][] }>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  find(page: SpanPage): void {
    const { from, to, root } = this.#scope;
    for (let i = 0; i < page.rows; i++) {
      const end = page.end[i] as number;
      const start = end - (page.duration[i] as number);
      if (start >= to || end <= from || (start >= from && end <= to)) continue;
      if (root >= 0 && page.root[i] !== root) continue;
      const span = {
        node: page.node[i] as number,
        begin: Math.max(start, from),
        finish: Math.min(end, to),
        children: [],
      };
      const ordinal = page.ordinal[i] as number;
      this.#filter[ordinal & FILTER_MASK] = 1;
      this.#spans.set(ordinal, span);
    }
  }

  child(parent: number, begin: number, finish: number): void {
    if (this.#filter[parent & FILTER_MASK] === 1) this.#spans.get(parent)?.children.push([begin, finish]);
  }

  /** Whether one of them has an ordinal from `first` to `last`. */
  hasOneBetween(first: number, last: number): boolean {
    for (const ordinal of this.#spans.keys()) if (ordinal >= first && ordinal <= last) return true;
    return false;
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

/** Thread and ordinal of the root above a span. */
function rootOf(query: Query, id: SpanId): { readonly thread: number; readonly ordinal: number } {
  const { thread: index, ordinal } = parseSpanId(id);
  const thread = query.snapshot.threads[index];
  const span = thread && findSpan(query, thread, ordinal);
  if (!span) throw new ContractError('not-found', `The recording has no span ${id}.`);
  return { thread: index, ordinal: span.page.root[span.row] as number };
}
