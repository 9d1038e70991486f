import { type EventDecoder, type EventHandler, OP } from '#format';
import { grown } from '../store/grown.ts';
import { ROOT_NODE } from '../store/node-page.ts';
import { SPAN } from '../store/span-page.ts';
import { type AssemblerState, later } from './assembler-state.ts';
import { type CallNodes, I, IDENTITY } from './call-nodes.ts';
import type { ThreadFunctions } from './function-registry.ts';
import { Lanes } from './lanes.ts';
import { type MarkedSpan, Marks } from './marks.ts';
import { OPEN_F, OPEN_T, OpenSpans, RARE, SLOT, STORED_FLAGS } from './open-spans.ts';
import { F, ROW, type SpanBatch, T } from './span-batch.ts';
import type { SpanSink } from './span-sink.ts';
import type { OwnSpan, ThreadMessages } from './thread-messages.ts';

/** On the stack: a span that is not known, because its start was lost. */
const PHANTOM = -1;

/**
 * Turns the events of one thread into spans: an explicit stack of those that run, a map of marks for those that are
 * suspended, and no object per span. Times become whole ns and never run backwards.
 */
export class SpanAssembler implements EventHandler {
  open = new OpenSpans();
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
  readonly #batch: SpanBatch;
  readonly #sink: SpanSink;
  readonly #far: ThreadMessages;
  #marks = new Marks();
  #stack: Int32Array = new Int32Array(256);
  #depth = 0;
  #link: MarkedSpan | undefined;
  /** The link holds also within other spans. */
  #isClaimed = false;

  /** `batch` gathers ended spans; threads may share one, which is empty between any two calls. */
  constructor(
    functions: ThreadFunctions,
    nodes: CallNodes,
    batch: SpanBatch,
    sink: SpanSink,
    far: ThreadMessages,
  ) {
    this.#functions = functions;
    this.#nodes = nodes;
    this.#batch = batch;
    this.#sink = sink;
    this.#far = far;
  }

  /** Takes the events that the decoder has ready. */
  take(events: EventDecoder): void {
    // Each event opens or pushes one span at most, so the arrays stay where they are.
    this.open.reserve(events.length);
    if (this.#depth + events.length > this.#stack.length) {
      this.#stack = grown(this.#stack, (this.#depth + events.length) * 2);
    }
    for (let i = 0; i < events.length; i++) {
      i = this.#takeCalls(events, i);
      // Anything else is rare enough to be handed over by a call.
      if (i < events.length) events.emit(i, this);
    }
    this.#flush();
  }

  /**
   * Takes calls of open spans and normal ends from event `first` on, up to the first event that is something else; its row.
   * This is `#begin` and `#end` once more, spelled out, for nine in ten events pass here.
   */
  #takeCalls({ code, time, length }: EventDecoder, first: number): number {
    // It is for the next call, whatever that is.
    if (this.#link !== undefined) return first;
    const stack = this.#stack;
    const { times, facts, free } = this.open;
    const { indexes } = this.#functions;
    const batch = this.#batch;
    const { times: rowTimes, facts: rowFacts, capacity } = batch;
    const nodes = this.#nodes;
    const { lanes } = this;
    let { identity } = nodes;
    let filled = batch.length;
    let depth = this.#depth;
    let now = this.lastNs;
    let { spans } = this;
    let { freeCount, high } = this.open;
    let i = first;
    for (; i < length; i++) {
      const word = code[i] as number;
      if (depth === 0 || word < -OP.EXIT) break;
      const slot = stack[depth - 1] as number;
      if (slot === PHANTOM) break;
      const at = slot * SLOT;
      if (word >= 0) {
        const functionIndex = word < indexes.length ? (indexes[word] as number) : -1;
        if (functionIndex < 0) break;
        now = later(now, time[i] as number);
        const above = facts[at + OPEN_F.node] as number;
        let node = identity[above * IDENTITY + I.lastChild] as number;
        if (node === 0 || identity[node * IDENTITY + I.function] !== functionIndex) {
          node = nodes.child(above, functionIndex);
          identity = nodes.identity;
        }
        const lane = (facts[at + OPEN_F.lane] as number) + 1;
        const siblings = facts[at + OPEN_F.openChildren] as number;
        facts[at + OPEN_F.children] = (facts[at + OPEN_F.children] as number) + 1;
        if (code[i + 1] === -OP.EXIT && i + 1 < length && filled < capacity && lanes.touch(lane)) {
          // A call that calls nobody, as half of all do: it never needs a slot.
          const start = now;
          now = later(now, time[++i] as number);
          if (siblings === 0)
            times[at + OPEN_T.covered] = (times[at + OPEN_T.covered] as number) + now - start;
          const row = filled++ * ROW;
          rowTimes[row + T.ordinal] = spans++;
          rowTimes[row + T.parent] = times[at + OPEN_T.ordinal] as number;
          rowTimes[row + T.root] = times[at + OPEN_T.root] as number;
          rowTimes[row + T.start] = start;
          rowTimes[row + T.end] = now;
          rowTimes[row + T.duration] = now - start;
          rowTimes[row + T.covered] = 0;
          rowTimes[row + T.suspended] = 0;
          rowFacts[row + F.node] = node;
          rowFacts[row + F.function] = functionIndex;
          rowFacts[row + F.depth] = identity[node * IDENTITY + I.depth] as number;
          rowFacts[row + F.lane] = lane;
          rowFacts[row + F.flags] = 0;
          rowFacts[row + F.children] = 0;
          continue;
        }
        const child = freeCount > 0 ? (free[--freeCount] as number) : high++;
        const c = child * SLOT;
        times[c + OPEN_T.ordinal] = spans++;
        times[c + OPEN_T.parent] = times[at + OPEN_T.ordinal] as number;
        times[c + OPEN_T.root] = times[at + OPEN_T.root] as number;
        times[c + OPEN_T.start] = now;
        times[c + OPEN_T.covered] = 0;
        times[c + OPEN_T.suspended] = 0;
        times[c + OPEN_T.suspendedSince] = -1;
        if (siblings === 0) times[at + OPEN_T.coveredSince] = now;
        facts[at + OPEN_F.openChildren] = siblings + 1;
        facts[c + OPEN_F.parentSlot] = slot;
        facts[c + OPEN_F.node] = node;
        facts[c + OPEN_F.function] = functionIndex;
        facts[c + OPEN_F.depth] = identity[node * IDENTITY + I.depth] as number;
        facts[c + OPEN_F.lane] = lanes.take(lane);
        facts[c + OPEN_F.flags] = 0;
        facts[c + OPEN_F.children] = 0;
        facts[c + OPEN_F.openChildren] = 0;
        stack[depth++] = child;
        continue;
      }
      const flags = facts[at + OPEN_F.flags] as number;
      // Open children that it did not wait for, a name, a suspension, a commit since it began: not here.
      if (facts[at + OPEN_F.openChildren] !== 0 || (flags & RARE) !== 0 || filled === capacity) break;
      now = later(now, time[i] as number);
      depth--;
      const row = filled++ * ROW;
      const parentSlot = facts[at + OPEN_F.parentSlot] as number;
      const parent = times[at + OPEN_T.parent] as number;
      const up = parentSlot * SLOT;
      if (parentSlot >= 0 && times[up + OPEN_T.ordinal] === parent) {
        const siblings = (facts[up + OPEN_F.openChildren] as number) - 1;
        facts[up + OPEN_F.openChildren] = siblings;
        if (siblings === 0) {
          times[up + OPEN_T.covered] =
            (times[up + OPEN_T.covered] as number) + now - (times[up + OPEN_T.coveredSince] as number);
        }
      }
      const start = times[at + OPEN_T.start] as number;
      rowTimes[row + T.ordinal] = times[at + OPEN_T.ordinal] as number;
      rowTimes[row + T.parent] = parent;
      rowTimes[row + T.root] = times[at + OPEN_T.root] as number;
      rowTimes[row + T.start] = start;
      rowTimes[row + T.end] = now;
      rowTimes[row + T.duration] = now - start;
      rowTimes[row + T.covered] = times[at + OPEN_T.covered] as number;
      rowTimes[row + T.suspended] = times[at + OPEN_T.suspended] as number;
      const lane = facts[at + OPEN_F.lane] as number;
      rowFacts[row + F.node] = facts[at + OPEN_F.node] as number;
      rowFacts[row + F.function] = facts[at + OPEN_F.function] as number;
      rowFacts[row + F.depth] = facts[at + OPEN_F.depth] as number;
      rowFacts[row + F.lane] = lane;
      rowFacts[row + F.flags] = flags & STORED_FLAGS;
      rowFacts[row + F.children] = facts[at + OPEN_F.children] as number;
      lanes.release(lane);
      times[at + OPEN_T.ordinal] = -1;
      free[freeCount++] = slot;
    }
    batch.length = filled;
    this.#depth = depth;
    this.lastNs = now;
    this.spans = spans;
    this.open.freeCount = freeCount;
    this.open.high = high;
    this.open.count = high - freeCount;
    return i;
  }

  enter(functionId: number, timeNs: number): void {
    this.#push(this.#start(functionId, this.#now(timeNs)));
  }

  enterAsync(functionId: number, mark: number, timeNs: number): void {
    const slot = this.#start(functionId, this.#now(timeNs));
    this.#push(slot);
    this.#marks.name(mark, slot, this.open);
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
    if (slot !== PHANTOM) this.open.suspend(slot, now);
  }

  resume(mark: number, timeNs: number): void {
    const now = this.#now(timeNs);
    const slot = this.#marks.get(mark)?.slot ?? -1;
    if (slot >= 0 && this.open.endWait(slot, now, this.#sink)) {
      this.#push(slot);
      return;
    }
    // What it does until it leaves the stack again belongs to a span that is not known.
    this.unmatched++;
    this.#push(PHANTOM);
  }

  mark(mark: number): void {
    const slot = this.#top();
    if (slot !== PHANTOM) this.#marks.name(mark, slot, this.open);
  }

  link(mark: number): void {
    this.#link = this.#marks.get(mark);
  }

  claim(mark: number): void {
    const span = this.#marks.get(mark);
    if (!span) return;
    const above = this.#top();
    if (above === PHANTOM ? span.slot < 0 : this.open.rootOf(above) === span.root) return;
    this.below(mark);
  }

  sent(mark: number, high: number, low: number, sequence: number): void {
    this.#far.sent(high, low, sequence, this.#sender(mark), this.lastNs);
  }

  received(mark: number, high: number, low: number, sequence: number, fallback: number): void {
    this.#marks.alias(mark, this.#far.received(high, low, sequence, this.#marks.get(fallback)));
  }

  sentContext(mark: number, words: Int32Array, offset: number): void {
    const by = this.#sender(mark);
    if (by) this.#far.carries(words, offset, by);
  }

  receivedContext(mark: number, words: Int32Array, offset: number): void {
    this.#marks.alias(mark, this.#far.receivedContext(words, offset));
  }

  #sender(mark: number): OwnSpan | undefined {
    return mark === 0 ? this.#innermost() : this.#marks.get(mark);
  }

  #innermost(): OwnSpan | undefined {
    const slot = this.#top();
    const { open } = this;
    return slot === PHANTOM ? undefined : { ordinal: open.ordinalOf(slot), root: open.rootOf(slot) };
  }

  below(mark: number): void {
    const span = this.#marks.get(mark);
    if (!span) return;
    this.#link = span;
    this.#isClaimed = true;
  }

  forget(mark: number): void {
    this.#marks.forget(mark);
  }

  value(op: number, words: Int32Array, offset: number, count: number): void {
    const ordinal = this.#ordinalOf(this.#top());
    if (ordinal >= 0) this.#sink.value(ordinal, op, words, offset, count, this.lastNs);
  }

  step(op: number, words: Int32Array, offset: number, count: number): void {
    const ordinal = this.#ordinalOf(this.#running());
    const owner = this.#ownerOf(op, words[offset] as number, ordinal);
    this.#sink.step(ordinal, owner, op, words, offset, count, this.lastNs);
  }

  /** Whose variable a step sets: an ordinal, or -2 - function for a module's; -1: nobody that is known. */
  #ownerOf(op: number, operand: number, ordinal: number): number {
    if (op === OP.SET_MODULE) return -2 - this.#functions.indexOf(operand);
    return op === OP.SET && operand !== 0 ? (this.#marks.get(operand >>> 0)?.ordinal ?? -1) : ordinal;
  }

  note(op: number, words: Int32Array, offset: number, count: number): void {
    const span = this.#innermost();
    if (span && op === OP.CARRIES) this.#far.carries(words, offset, span);
    else if (span && op === OP.CONTINUES) this.#far.continues(words, offset, span);
    else if (span || op === OP.LOG) this.#sink.note(span?.ordinal ?? -1, op, words, offset, count);
  }

  counted(functionId: number, calls: number): void {
    const slot = this.#top();
    const parent = slot === PHANTOM ? ROOT_NODE : this.open.nodeOf(slot);
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
    const slots = this.open.slots().reverse();
    for (const slot of slots) this.#end(slot, now, flag);
    this.endless += slots.length;
    this.#depth = 0;
    this.#link = undefined;
    this.#flush();
  }

  /** See `OpenSpans.countInto`. */
  countOpen(): void {
    this.open.countInto(this.#nodes);
  }

  save(): AssemblerState {
    return {
      open: this.open.save(),
      lanes: this.lanes.save(),
      marks: this.#marks.save(),
      stack: this.#stack.slice(0, this.#depth),
      link: this.#link,
      isClaimed: this.#isClaimed,
    };
  }

  /** Gives the memory back: the thread has ended. */
  release(): void {
    this.open = new OpenSpans(0);
    this.#marks = new Marks();
    this.#stack = new Int32Array(0);
  }

  restore({ open, lanes, marks, stack, link, isClaimed }: AssemblerState): void {
    this.open.restore(open);
    this.lanes.restore(lanes);
    this.#marks.restore(marks);
    this.#stack = grown(stack, Math.max(256, stack.length * 2));
    this.#depth = stack.length;
    this.#link = link;
    this.#isClaimed = isClaimed;
  }

  #now(timeNs: number): number {
    this.lastNs = later(this.lastNs, timeNs);
    return this.lastNs;
  }

  #start(functionId: number, now: number): number {
    const functionIndex = this.#functions.indexOf(functionId);
    const link = this.#link;
    const isClaimed = this.#isClaimed;
    this.#link = undefined;
    this.#isClaimed = false;
    const above = this.#depth > 0 ? (this.#stack[this.#depth - 1] as number) : PHANTOM;
    if (!link || (this.#depth > 0 && !isClaimed)) return this.#begin(above, undefined, functionIndex, now);
    if (link.slot >= 0) return this.#begin(link.slot, undefined, functionIndex, now);
    if (link.arrival) this.#far.began(link.arrival, this.spans);
    return this.#begin(PHANTOM, link.arrival ? undefined : link, functionIndex, now);
  }

  /**
   * A call of the open span in `parentSlot`; for PHANTOM a span without an open parent: a root, or one that `link` started and
   * did not wait for.
   */
  #begin(parentSlot: number, link: MarkedSpan | undefined, functionIndex: number, now: number): number {
    const { open } = this;
    const isCall = parentSlot !== PHANTOM;
    const ordinal = this.spans++;
    const parent = isCall ? open.ordinalOf(parentSlot) : (link?.ordinal ?? -1);
    const root = isCall ? open.rootOf(parentSlot) : (link?.root ?? ordinal);
    const slot = open.begin(ordinal, parent, root, now);
    const { times, facts } = open;
    const at = slot * SLOT;
    const up = parentSlot * SLOT;
    if (isCall) {
      const siblings = facts[up + OPEN_F.openChildren] as number;
      if (siblings === 0) times[up + OPEN_T.coveredSince] = now;
      facts[up + OPEN_F.openChildren] = siblings + 1;
      facts[up + OPEN_F.children] = (facts[up + OPEN_F.children] as number) + 1;
    }
    const above = isCall ? (facts[up + OPEN_F.node] as number) : (link?.node ?? ROOT_NODE);
    const node = this.#nodes.child(above, functionIndex);
    facts[at + OPEN_F.parentSlot] = parentSlot;
    facts[at + OPEN_F.node] = node;
    facts[at + OPEN_F.function] = functionIndex;
    facts[at + OPEN_F.depth] = this.#nodes.depthOf(node);
    facts[at + OPEN_F.lane] = this.lanes.take(isCall ? (facts[up + OPEN_F.lane] as number) + 1 : 0);
    if (link) facts[at + OPEN_F.flags] = SPAN.LATE;
    return slot;
  }

  #leave(timeNs: number, flag: number): void {
    const now = this.#now(timeNs);
    const slot = this.#pop();
    if (slot !== PHANTOM) this.#end(slot, now, flag);
  }

  /** Moves a span from the open ones to the batch. */
  #end(slot: number, now: number, flag: number): void {
    const { open } = this;
    const { times, facts } = open;
    const batch = this.#batch;
    if (batch.length === batch.capacity) this.#sink.ended(batch, open);
    const at = slot * SLOT;
    open.endWait(slot, now, this.#sink);
    open.appendTo(batch, slot, now, flag);
    open.uncount(slot, this.#nodes);
    const parentSlot = facts[at + OPEN_F.parentSlot] as number;
    const up = parentSlot * SLOT;
    if (parentSlot >= 0 && times[up + OPEN_T.ordinal] === times[at + OPEN_T.parent]) {
      const siblings = (facts[up + OPEN_F.openChildren] as number) - 1;
      facts[up + OPEN_F.openChildren] = siblings;
      if (siblings === 0) {
        times[up + OPEN_T.covered] =
          (times[up + OPEN_T.covered] as number) + now - (times[up + OPEN_T.coveredSince] as number);
      }
    }
    this.lanes.release(facts[at + OPEN_F.lane] as number);
    const mark = open.markOf(slot);
    if (mark >= 0) this.#marks.end(mark);
    open.release(slot);
  }

  #flush(): void {
    if (this.#batch.length > 0) this.#sink.ended(this.#batch, this.open);
  }

  #push(slot: number): void {
    if (this.#depth === this.#stack.length) this.#stack = grown(this.#stack, this.#depth * 2);
    this.#stack[this.#depth++] = slot;
  }

  #pop(): number {
    if (this.#depth > 0) return this.#stack[--this.#depth] as number;
    this.unmatched++;
    return PHANTOM;
  }

  /** The innermost open function: a call out may not have been seen to end. */
  #running(): number {
    for (let i = this.#depth - 1; i >= 0; i--) {
      const slot = this.#stack[i] as number;
      if (slot === PHANTOM || !this.#functions.isPlace(this.open.functionOf(slot))) return slot;
    }
    return PHANTOM;
  }

  #ordinalOf(slot: number): number {
    return slot === PHANTOM ? -1 : this.open.ordinalOf(slot);
  }

  #top(): number {
    return this.#depth > 0 ? (this.#stack[this.#depth - 1] as number) : PHANTOM;
  }
}
