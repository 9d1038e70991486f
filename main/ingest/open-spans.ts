import { grown } from '../store/grown.ts';
import { SPAN } from '../store/span-page.ts';
import type { CallNodes } from './call-nodes.ts';
import { PageBuilder } from './page-builder.ts';
import { F, ROW, SpanBatch, T } from './span-batch.ts';
import type { SpanSink } from './span-sink.ts';

/** Numbers of a slot in `OpenSpans.times` and `OpenSpans.facts`. */
export const SLOT = 8;
/** Places in a slot of `times`; whole ns since the thread's origin, and ordinals. */
export const OPEN_T = {
  /** -1: the slot is free. */
  ordinal: 0,
  /** Ordinal; -1: no parent. */
  parent: 1,
  root: 2,
  start: 3,
  /** ns in which at least one child was open, up to `coveredSince` if one is open now. */
  covered: 4,
  coveredSince: 5,
  suspended: 6,
  /** -1: it runs, or stands below one that runs. */
  suspendedSince: 7,
} as const;
/** Places in a slot of `facts`. */
export const OPEN_F = {
  /** -1: no parent, or one that had ended. Valid while that slot has the ordinal `parent`. */
  parentSlot: 0,
  node: 1,
  function: 2,
  /** Of the call node. */
  depth: 3,
  lane: 4,
  /** `SPAN` and `OPEN`. */
  flags: 5,
  /** Children so far, and those open now. */
  children: 6,
  openChildren: 7,
} as const;

/** Flags of an open span, above those that are stored. */
export const OPEN = {
  /** `mark` has a name for it. */
  MARKED: 1 << 8,
  /** It is among the calls of its node already. */
  COUNTED: 1 << 9,
} as const;
/** Open spans whose end needs more than most. */
export const RARE = OPEN.MARKED | OPEN.COUNTED;
/** Those that are stored. */
export const STORED_FLAGS = SPAN.ERROR | SPAN.ASYNC | SPAN.UNFINISHED | SPAN.INCOMPLETE | SPAN.LATE;

/** Slots as far as they were ever used, and those that are free again. */
export interface OpenSpansState {
  readonly times: Float64Array;
  readonly facts: Int32Array;
  readonly mark: Float64Array;
  readonly free: Int32Array;
}

/**
 * The open spans of a thread; a span keeps its slot from its start to its end. Slot after slot in two arrays: a call touches its
 * own slot and its parent's.
 */
export class OpenSpans {
  times: Float64Array;
  facts: Int32Array;
  /** By slot, where the flag MARKED says so. */
  mark: Float64Array;
  /** Slots given out so far; those above were never used. */
  high = 0;
  count = 0;
  /** The slots that are free again, the last one released on top. */
  free: Int32Array;
  freeCount = 0;

  /** `slots`: room to begin with. */
  constructor(slots = 64) {
    this.times = new Float64Array(slots * SLOT);
    this.facts = new Int32Array(slots * SLOT);
    this.mark = new Float64Array(slots);
    this.free = new Int32Array(slots);
  }

  /** Makes sure that so many slots can be taken without the arrays being replaced. */
  reserve(slots: number): void {
    while (this.high + slots > this.mark.length) this.#grow();
  }

  /** Takes a slot for a span that begins now. Its node, function, depth, lane and parent's slot are for the caller to say. */
  begin(ordinal: number, parent: number, root: number, now: number): number {
    const slot = this.#take();
    const at = slot * SLOT;
    const { times, facts } = this;
    times[at + OPEN_T.ordinal] = ordinal;
    times[at + OPEN_T.parent] = parent;
    times[at + OPEN_T.root] = root;
    times[at + OPEN_T.start] = now;
    times[at + OPEN_T.covered] = 0;
    times[at + OPEN_T.suspended] = 0;
    times[at + OPEN_T.suspendedSince] = -1;
    facts[at + OPEN_F.flags] = 0;
    facts[at + OPEN_F.children] = 0;
    facts[at + OPEN_F.openChildren] = 0;
    return slot;
  }

  /** A slot that is free. */
  #take(): number {
    this.count++;
    if (this.freeCount > 0) return this.free[--this.freeCount] as number;
    if (this.high === this.mark.length) this.#grow();
    return this.high++;
  }

  release(slot: number): void {
    this.count--;
    this.times[slot * SLOT + OPEN_T.ordinal] = -1;
    this.free[this.freeCount++] = slot;
  }

  ordinalOf(slot: number): number {
    return this.times[slot * SLOT + OPEN_T.ordinal] as number;
  }

  rootOf(slot: number): number {
    return this.times[slot * SLOT + OPEN_T.root] as number;
  }

  nodeOf(slot: number): number {
    return this.facts[slot * SLOT + OPEN_F.node] as number;
  }

  functionOf(slot: number): number {
    return this.facts[slot * SLOT + OPEN_F.function] as number;
  }

  /** The mark that names the span; -1: none. */
  markOf(slot: number): number {
    const flags = this.facts[slot * SLOT + OPEN_F.flags] as number;
    return (flags & OPEN.MARKED) === 0 ? -1 : (this.mark[slot] as number);
  }

  setMark(slot: number, mark: number): void {
    this.flag(slot, OPEN.MARKED);
    this.mark[slot] = mark;
  }

  flag(slot: number, flag: number): void {
    const at = slot * SLOT + OPEN_F.flags;
    this.facts[at] = (this.facts[at] as number) | flag;
  }

  suspend(slot: number, now: number): void {
    this.flag(slot, SPAN.ASYNC);
    this.times[slot * SLOT + OPEN_T.suspendedSince] = now;
  }

  /** Tells of a suspension that ends now; false when there is none. */
  endWait(slot: number, now: number, sink: Pick<SpanSink, 'waited'>): boolean {
    const at = slot * SLOT;
    const since = this.times[at + OPEN_T.suspendedSince] as number;
    if (since < 0) return false;
    sink.waited(this.ordinalOf(slot), this.facts[at + OPEN_F.lane] as number, since, now);
    this.times[at + OPEN_T.suspended] = this.suspendedAt(slot, now);
    this.times[at + OPEN_T.suspendedSince] = -1;
    return true;
  }

  suspendedAt(slot: number, now: number): number {
    const at = slot * SLOT;
    const since = this.times[at + OPEN_T.suspendedSince] as number;
    return (this.times[at + OPEN_T.suspended] as number) + (since < 0 ? 0 : now - since);
  }

  /** The slots in use, from the span that began first. */
  slots(): number[] {
    const slots: number[] = [];
    for (let slot = 0; slot < this.high; slot++) if (this.ordinalOf(slot) >= 0) slots.push(slot);
    return slots.sort((a, b) => this.ordinalOf(a) - this.ordinalOf(b));
  }

  /** Counts the open spans among the calls of their nodes, which happens once to each span. */
  countInto(nodes: CallNodes): void {
    for (const slot of this.slots()) {
      if (((this.facts[slot * SLOT + OPEN_F.flags] as number) & OPEN.COUNTED) !== 0) continue;
      this.flag(slot, OPEN.COUNTED);
      nodes.enter(this.nodeOf(slot), 1);
    }
  }

  /** Takes a span that `countInto` has counted out again: it has ended, and is counted with its time. */
  uncount(slot: number, nodes: CallNodes): void {
    if (((this.facts[slot * SLOT + OPEN_F.flags] as number) & OPEN.COUNTED) !== 0)
      nodes.enter(this.nodeOf(slot), -1);
  }

  /** Ordinal, and ns up to `now` in which at least one child was open, of each span that began before. No span ended since. */
  coveredAt(now: number): [number, number][] {
    const { times, facts } = this;
    const spans: [number, number][] = [];
    for (let at = 0; at < this.high * SLOT; at += SLOT) {
      const ordinal = times[at + OPEN_T.ordinal] as number;
      if (ordinal < 0 || (times[at + OPEN_T.start] as number) >= now) continue;
      const since = facts[at + OPEN_F.openChildren] === 0 ? now : (times[at + OPEN_T.coveredSince] as number);
      spans.push([ordinal, (times[at + OPEN_T.covered] as number) + Math.max(0, now - since)]);
    }
    return spans;
  }

  /** Adds the span in `slot` to the batch as it is if it ends `now`. `flags`: more of them. */
  appendTo(batch: SpanBatch, slot: number, now: number, flags: number): void {
    const { times, facts } = this;
    const at = slot * SLOT;
    const row = batch.length++ * ROW;
    const all = (facts[at + OPEN_F.flags] as number) | flags;
    const start = times[at + OPEN_T.start] as number;
    const covered = times[at + OPEN_T.covered] as number;
    const coveredNow = now - (times[at + OPEN_T.coveredSince] as number);
    batch.times[row + T.ordinal] = times[at + OPEN_T.ordinal] as number;
    batch.times[row + T.parent] = times[at + OPEN_T.parent] as number;
    batch.times[row + T.root] = times[at + OPEN_T.root] as number;
    batch.times[row + T.start] = start;
    batch.times[row + T.end] = now;
    batch.times[row + T.duration] = now - start;
    batch.times[row + T.covered] = facts[at + OPEN_F.openChildren] === 0 ? covered : covered + coveredNow;
    batch.times[row + T.suspended] = this.suspendedAt(slot, now);
    batch.facts[row + F.node] = facts[at + OPEN_F.node] as number;
    batch.facts[row + F.function] = facts[at + OPEN_F.function] as number;
    batch.facts[row + F.depth] = facts[at + OPEN_F.depth] as number;
    batch.facts[row + F.lane] = facts[at + OPEN_F.lane] as number;
    batch.facts[row + F.flags] = all & STORED_FLAGS;
    batch.facts[row + F.children] = facts[at + OPEN_F.children] as number;
  }

  /** All of them as a page has them if they end `now`. */
  page(now: number): PageBuilder {
    const slots = this.slots();
    const batch = new SpanBatch(slots.length);
    for (const slot of slots) this.appendTo(batch, slot, now, SPAN.UNFINISHED);
    const page = new PageBuilder(slots.length);
    page.append(batch, Int32Array.from(slots.keys()), 0, slots.length);
    return page;
  }

  save(): OpenSpansState {
    const { times, facts, mark, free, high, freeCount } = this;
    return {
      times: times.slice(0, high * SLOT),
      facts: facts.slice(0, high * SLOT),
      mark: mark.slice(0, high),
      free: free.slice(0, freeCount),
    };
  }

  restore({ times, facts, mark, free }: OpenSpansState): void {
    this.reserve(mark.length);
    this.times.set(times);
    this.facts.set(facts);
    this.mark.set(mark);
    this.free.set(free);
    this.high = mark.length;
    this.freeCount = free.length;
    this.count = this.high - this.freeCount;
  }

  #grow(): void {
    const size = this.mark.length * 2;
    this.times = grown(this.times, size * SLOT);
    this.facts = grown(this.facts, size * SLOT);
    this.mark = grown(this.mark, size);
    this.free = grown(this.free, size);
  }
}
