import { encodeTable, Table } from '../store/columns.ts';
import type { Arrival } from './far-parents.ts';
import type { OpenSpans } from './open-spans.ts';

/** What a later LINK or RESUME needs of the span that a mark names. */
export interface MarkedSpan {
  /** Its place in the open spans; -1 once it has ended. */
  slot: number;
  readonly ordinal: number;
  readonly root: number;
  readonly node: number;
  /** The mark names whoever has sent a message, somewhere else: nothing of the above is said then. */
  readonly arrival?: Arrival;
}

/** Ended spans whose marks are kept for a LINK that may still come. */
const ENDED_KEPT = 65_536;

/** Marks as a table, for there may be very many; those of messages as they are, for they refer to what other threads know too. */
export interface MarksState {
  readonly spans: Uint8Array;
  readonly messages: readonly (readonly [number, MarkedSpan])[];
  readonly ended: Uint8Array;
}

const COLUMN = { mark: 1, slot: 2, ordinal: 3, root: 4, node: 5 } as const;

/**
 * The marks of one thread. A recorder forgets marks that cannot be used again; should it not, the marks of spans that ended
 * longest ago are let go, so that the map stays bounded.
 */
export class Marks {
  readonly #marks = new Map<number, MarkedSpan>();
  #ended: number[] = [];

  get(mark: number): MarkedSpan | undefined {
    return this.#marks.get(mark);
  }

  /** Names an open span. */
  name(mark: number, slot: number, open: OpenSpans): void {
    const known = open.markOf(slot);
    const named = known < 0 ? undefined : this.#marks.get(known);
    if (named) {
      this.alias(mark, named);
      return;
    }
    open.setMark(slot, mark);
    const [ordinal, root, node] = [open.ordinalOf(slot), open.rootOf(slot), open.nodeOf(slot)];
    this.#marks.set(mark, { slot, ordinal, root, node });
  }

  /** Another name for a span that has one already. */
  alias(mark: number, span: MarkedSpan): void {
    this.#marks.set(mark, span);
    this.#ended.push(mark);
  }

  end(mark: number): void {
    const span = this.#marks.get(mark);
    if (!span) return;
    span.slot = -1;
    this.#ended.push(mark);
    if (this.#ended.length < ENDED_KEPT * 2) return;
    for (const old of this.#ended.slice(0, ENDED_KEPT)) {
      if (this.#marks.get(old)?.slot === -1) this.#marks.delete(old);
    }
    this.#ended = this.#ended.slice(ENDED_KEPT);
  }

  /** An open span keeps its mark for RESUME. */
  forget(mark: number): void {
    if (this.#marks.get(mark)?.slot === -1) this.#marks.delete(mark);
  }

  save(): MarksState {
    const messages: [number, MarkedSpan][] = [];
    const rows = this.#marks.size;
    const columns = {
      mark: new Float64Array(rows),
      slot: new Int32Array(rows),
      ordinal: new Float64Array(rows),
      root: new Float64Array(rows),
      node: new Int32Array(rows),
    };
    let row = 0;
    for (const [mark, span] of this.#marks) {
      if (span.arrival) {
        messages.push([mark, span]);
        continue;
      }
      columns.mark[row] = mark;
      columns.slot[row] = span.slot;
      columns.ordinal[row] = span.ordinal;
      columns.root[row] = span.root;
      columns.node[row] = span.node;
      row++;
    }
    const spans = encodeTable(row, [
      { id: COLUMN.mark, mode: 'delta', values: columns.mark },
      { id: COLUMN.slot, mode: 'offset', values: columns.slot },
      { id: COLUMN.ordinal, mode: 'delta', values: columns.ordinal },
      { id: COLUMN.root, mode: 'delta', values: columns.root },
      { id: COLUMN.node, mode: 'offset', values: columns.node },
    ]).slice();
    const marks = [{ id: COLUMN.mark, mode: 'delta', values: Float64Array.from(this.#ended) }] as const;
    return { spans, messages, ended: encodeTable(this.#ended.length, marks).slice() };
  }

  restore({ spans, messages, ended }: MarksState): void {
    const table = new Table(spans);
    const [marks, ordinals] = [table.float64(COLUMN.mark), table.float64(COLUMN.ordinal)];
    const [roots, nodes] = [table.float64(COLUMN.root), table.int32(COLUMN.node)];
    // Names of one open span share an object, so that all of them learn of its end.
    const open = new Map<number, MarkedSpan>();
    for (const [row, slot] of table.int32(COLUMN.slot).entries()) {
      const ordinal = ordinals[row] as number;
      const span = open.get(slot) ?? {
        slot,
        ordinal,
        root: roots[row] as number,
        node: nodes[row] as number,
      };
      if (slot >= 0) open.set(slot, span);
      this.#marks.set(marks[row] as number, span);
    }
    for (const [mark, span] of messages) this.#marks.set(mark, span);
    this.#ended = Array.from(new Table(ended).float64(COLUMN.mark));
  }
}
