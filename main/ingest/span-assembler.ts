import { type EventHandler, OP } from '#format';
import { ROOT_NODE } from '../store/node-page.ts';
import { SPAN, SpanRows } from '../store/span-page.ts';
import type { CallNodes } from './call-nodes.ts';
import type { ThreadFunctions } from './function-registry.ts';
import { Lanes } from './lanes.ts';
import { type MarkedSpan, Marks } from './marks.ts';
import { OpenSpans } from './open-spans.ts';

/** Takes the spans of a thread as they end, and the values as they come. */
export interface SpanSink {
  /** The span in `slot` of `open` ended at `end`; it is released after the call. `covered`: see `OpenSpans`. */
  ended(open: OpenSpans, slot: number, end: number, covered: number): void;
  /** A value of the span `ordinal`; the words are valid during the call. */
  value(ordinal: number, op: number, words: Int32Array, offset: number, count: number, time: number): void;
  /** A step within the span `ordinal`, or what it sets of the variables of `owner`; see `EventHandler.step`. */
  step(
    ordinal: number,
    owner: number,
    op: number,
    words: Int32Array,
    offset: number,
    count: number,
    time: number,
  ): void;
}

/** On the stack: a span that is not known, because its start was lost. */
const PHANTOM = -1;

/**
 * Turns the events of one thread into spans: an explicit stack of those that run, a map of marks for those that are
 * suspended, and no object per span. Times become whole ns and never run backwards.
 */
export class SpanAssembler implements EventHandler {
  readonly open = new OpenSpans();
  readonly lanes = new Lanes();
  /** Spans entered so far: the next ordinal. */
  spans = 0;
  /** Time of the last event. */
  lastNs = 0;
  /** EXIT, THROW, SUSPEND and RESUME without their span: what follows a lost frame. */
  unmatched = 0;
  /** Spans lost by the recorder, as the stream says. */
  lost = 0;
  /** Spans that are in the recording without their true end. */
  endless = 0;

  readonly #functions: ThreadFunctions;
  readonly #nodes: CallNodes;
  readonly #sink: SpanSink;
  readonly #marks = new Marks();
  #stack = new Int32Array(256);
  #depth = 0;
  #link: MarkedSpan | undefined;

  constructor(functions: ThreadFunctions, nodes: CallNodes, sink: SpanSink) {
    this.#functions = functions;
    this.#nodes = nodes;
    this.#sink = sink;
  }

  enter(functionId: number, timeNs: number): void {
    this.#push(this.#start(functionId, this.#now(timeNs)));
  }

  enterAsync(functionId: number, mark: number, timeNs: number): void {
    const slot = this.#start(functionId, this.#now(timeNs));
    this.#push(slot);
    this.#name(slot, mark);
  }

  exit(timeNs: number): void {
    this.#leave(timeNs, 0);
  }

  throw(timeNs: number): void {
    this.#leave(timeNs, SPAN.ERROR);
  }

  suspend(timeNs: number): void {
    const now = this.#now(timeNs);
    const slot = this.#pop();
    if (slot === PHANTOM) return;
    const { open } = this;
    open.flags[slot] = (open.flags[slot] as number) | SPAN.ASYNC;
    open.suspendedSince[slot] = now;
  }

  resume(mark: number, timeNs: number): void {
    const now = this.#now(timeNs);
    const slot = this.#marks.get(mark)?.slot ?? -1;
    const since = slot < 0 ? -1 : (this.open.suspendedSince[slot] as number);
    if (since < 0) {
      // What it does until it leaves the stack again belongs to a span that is not known.
      this.unmatched++;
      this.#push(PHANTOM);
      return;
    }
    this.open.suspended[slot] = (this.open.suspended[slot] as number) + now - since;
    this.open.suspendedSince[slot] = -1;
    this.#push(slot);
  }

  mark(mark: number): void {
    const slot = this.#top();
    if (slot !== PHANTOM) this.#name(slot, mark);
  }

  link(mark: number): void {
    this.#link = this.#marks.get(mark);
  }

  forget(mark: number): void {
    this.#marks.forget(mark);
  }

  value(op: number, words: Int32Array, offset: number, count: number): void {
    const slot = this.#top();
    if (slot === PHANTOM) return;
    this.#sink.value(this.open.ordinal[slot] as number, op, words, offset, count, this.lastNs);
  }

  step(op: number, words: Int32Array, offset: number, count: number): void {
    const slot = this.#top();
    const ordinal = slot === PHANTOM ? -1 : (this.open.ordinal[slot] as number);
    this.#sink.step(
      ordinal,
      this.#ownerOf(op, words[offset] as number, ordinal),
      op,
      words,
      offset,
      count,
      this.lastNs,
    );
  }

  /** Whose variable a step sets: an ordinal, or -2 - function for a module's; -1: nobody that is known. */
  #ownerOf(op: number, operand: number, ordinal: number): number {
    if (op === OP.SET_MODULE) return -2 - this.#functions.indexOf(operand);
    return op === OP.SET && operand !== 0 ? (this.#marks.get(operand >>> 0)?.ordinal ?? -1) : ordinal;
  }

  counted(functionId: number, calls: number): void {
    const slot = this.#top();
    const parent = slot === PHANTOM ? ROOT_NODE : (this.open.node[slot] as number);
    this.#nodes.enter(this.#nodes.child(parent, this.#functions.indexOf(functionId)), calls);
  }

  dropped(spans: number): void {
    this.lost += spans;
  }

  unwind(spans: number, timeNs: number): void {
    for (let i = Math.min(spans, this.#depth); i > 0; i--) this.#leave(timeNs, SPAN.ERROR);
  }

  /** A stretch of the stream is missing: no span that is open now can be told apart from those that ended in it. */
  loseTrack(): void {
    this.closeAll(this.lastNs, SPAN.INCOMPLETE);
  }

  /** Ends every open span, children before their parents, with a flag that says why. */
  closeAll(timeNs: number, flag: number): void {
    const now = this.#now(timeNs);
    const { open } = this;
    const slots: number[] = [];
    for (let slot = 0; slot < open.high; slot++) if ((open.ordinal[slot] as number) >= 0) slots.push(slot);
    slots.sort((a, b) => (open.ordinal[b] as number) - (open.ordinal[a] as number));
    for (const slot of slots) this.#end(slot, now, flag);
    this.endless += slots.length;
    this.#depth = 0;
    this.#link = undefined;
  }

  /** The open spans as a page would have them if they ended now. */
  snapshot(): SpanRows {
    const { open } = this;
    const rows = new SpanRows(Math.max(1, open.count));
    for (let slot = 0; slot < open.high; slot++) {
      if ((open.ordinal[slot] as number) < 0) continue;
      const covered = open.coveredAt(slot, this.lastNs);
      open.appendTo(rows, slot, this.lastNs, covered, SPAN.UNFINISHED, this.#nodes.depth);
    }
    return rows;
  }

  #now(timeNs: number): number {
    const now = Math.floor(timeNs);
    if (now > this.lastNs) this.lastNs = now;
    return this.lastNs;
  }

  #start(functionId: number, now: number): number {
    const { open } = this;
    const functionIndex = this.#functions.indexOf(functionId);
    const ordinal = this.spans++;
    const slot = open.take();
    const above = this.#depth > 0 ? (this.#stack[this.#depth - 1] as number) : PHANTOM;
    const link = this.#link;
    this.#link = undefined;
    open.ordinal[slot] = ordinal;
    open.start[slot] = now;
    open.flags[slot] = 0;
    open.mark[slot] = 0;
    open.children[slot] = 0;
    open.openChildren[slot] = 0;
    open.covered[slot] = 0;
    open.suspended[slot] = 0;
    open.suspendedSince[slot] = -1;
    const parentSlot = above !== PHANTOM ? above : link && this.#depth === 0 ? link.slot : -1;
    let node: number;
    if (parentSlot >= 0) {
      open.parentSlot[slot] = parentSlot;
      open.parent[slot] = open.ordinal[parentSlot] as number;
      open.root[slot] = open.root[parentSlot] as number;
      open.children[parentSlot] = (open.children[parentSlot] as number) + 1;
      const siblings = open.openChildren[parentSlot] as number;
      if (siblings === 0) open.coveredSince[parentSlot] = now;
      open.openChildren[parentSlot] = siblings + 1;
      open.lane[slot] = this.lanes.take((open.lane[parentSlot] as number) + 1);
      node = this.#nodes.child(open.node[parentSlot] as number, functionIndex);
    } else {
      const late = this.#depth === 0 ? link : undefined;
      open.parentSlot[slot] = -1;
      open.parent[slot] = late ? late.ordinal : -1;
      open.root[slot] = late ? late.root : ordinal;
      if (late) open.flags[slot] = SPAN.LATE;
      open.lane[slot] = this.lanes.take(0);
      node = this.#nodes.child(late ? late.node : ROOT_NODE, functionIndex);
    }
    open.node[slot] = node;
    this.#nodes.enter(node, 1);
    return slot;
  }

  #leave(timeNs: number, flag: number): void {
    const now = this.#now(timeNs);
    const slot = this.#pop();
    if (slot !== PHANTOM) this.#end(slot, now, flag);
  }

  #end(slot: number, now: number, flag: number): void {
    const { open } = this;
    const covered = open.coveredAt(slot, now);
    const flags = (open.flags[slot] as number) | flag;
    open.flags[slot] = flags;
    const parentSlot = open.parentSlot[slot] as number;
    if (parentSlot >= 0 && open.ordinal[parentSlot] === open.parent[slot]) {
      const siblings = (open.openChildren[parentSlot] as number) - 1;
      open.openChildren[parentSlot] = siblings;
      if (siblings === 0) {
        open.covered[parentSlot] =
          (open.covered[parentSlot] as number) + now - (open.coveredSince[parentSlot] as number);
      }
    }
    const duration = now - (open.start[slot] as number);
    this.#nodes.end(open.node[slot] as number, duration, duration - covered, flags & SPAN.ERROR);
    this.#sink.ended(open, slot, now, covered);
    this.lanes.release(open.lane[slot] as number);
    const mark = open.mark[slot] as number;
    if (mark > 0) this.#marks.end(mark - 1);
    open.release(slot);
  }

  #name(slot: number, mark: number): void {
    const { open } = this;
    const named = this.#marks.get((open.mark[slot] as number) - 1);
    if (named) {
      this.#marks.alias(mark, named);
      return;
    }
    open.mark[slot] = mark + 1;
    this.#marks.set(mark, {
      slot,
      ordinal: open.ordinal[slot] as number,
      root: open.root[slot] as number,
      node: open.node[slot] as number,
    });
  }

  #push(slot: number): void {
    if (this.#depth === this.#stack.length) {
      const bigger = new Int32Array(this.#depth * 2);
      bigger.set(this.#stack);
      this.#stack = bigger;
    }
    this.#stack[this.#depth++] = slot;
  }

  #pop(): number {
    if (this.#depth > 0) return this.#stack[--this.#depth] as number;
    this.unmatched++;
    return PHANTOM;
  }

  #top(): number {
    return this.#depth > 0 ? (this.#stack[this.#depth - 1] as number) : PHANTOM;
  }
}
