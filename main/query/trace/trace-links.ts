import type { Query } from '../query.ts';
import { type FoundSpan, findSpan, ordinalOf, parentOf } from '../span-rows.ts';

import type { TraceRows } from './trace-columns.ts';

/** Steps from process to process: a request that passes more of them goes round in circles. */
const MAX_HOPS = 100;

/** A call that goes on with a trace context, or that a message or a start has caused. */
export interface TraceLink {
  readonly thread: number;
  readonly ordinal: number;
}

/** What trace contexts and messages join: calls in one thread or process, and what they led to in another. */
export class TraceLinks {
  readonly #query: Query;
  /** Most recordings have none. */
  readonly #any: boolean;

  constructor(query: Query) {
    this.#query = query;
    const any = 'SELECT 1 WHERE EXISTS (SELECT 1 FROM trace_contexts) OR EXISTS (SELECT 1 FROM far_parents)';
    this.#any = query.reader.statement(any).get() !== undefined;
  }

  /** The first root of a span's trace: the one that goes on with no context that is recorded. */
  firstRoot(span: FoundSpan): FoundSpan {
    let last = span;
    for (let hops = 0; this.#any && hops < MAX_HOPS; hops++) {
      const sender = this.#senderOf(last);
      if (!sender) break;
      last = sender;
    }
    return this.#rootOf(last);
  }

  /** By ordinal of one of these calls of the thread: the spans in other processes that go on with what it sent. */
  continuations(thread: number, calls: Pick<TraceRows, 'length' | 'ordinal'>): Map<number, TraceLink[]> {
    const found = new Map<number, TraceLink[]>();
    if (!this.#any) return found;
    const ordinals = new Set(calls.ordinal.subarray(0, calls.length));
    const rows = this.#query.reader
      .statement(
        `SELECT sent.ordinal, next.thread, next.ordinal FROM trace_contexts sent
         JOIN trace_contexts next ON next.span = sent.span AND next.trace = sent.trace AND next.continues = 1
         WHERE sent.thread = :thread AND sent.continues = 0
         UNION SELECT parent_ordinal, thread, ordinal FROM far_parents WHERE parent_thread = :thread`,
      )
      .raw();
    for (const row of rows.iterate({ thread })) {
      const [ordinal, nextThread, nextOrdinal] = row as [number, number, number];
      if (!ordinals.has(ordinal)) continue;
      const links = found.get(ordinal) ?? [];
      links.push({ thread: nextThread, ordinal: nextOrdinal });
      found.set(ordinal, links);
    }
    return found;
  }

  /** What led to the nearest call at or above the span that goes on with a context. */
  #senderOf(span: FoundSpan): FoundSpan | undefined {
    const { reader, snapshot } = this.#query;
    const senders = new Map<number, [number, number]>();
    const rows = reader
      .statement(
        `SELECT next.ordinal, sent.thread, sent.ordinal FROM trace_contexts next
         JOIN trace_contexts sent ON sent.span = next.span AND sent.trace = next.trace AND sent.continues = 0
         WHERE next.thread = :thread AND next.ordinal BETWEEN :root AND :last AND next.continues = 1
         UNION SELECT ordinal, parent_thread, parent_ordinal FROM far_parents
         WHERE thread = :thread AND ordinal BETWEEN :root AND :last`,
      )
      .raw();
    const root = span.page.root[span.row] as number;
    const range = { thread: span.thread.index, root, last: ordinalOf(span) };
    for (const row of rows.iterate(range)) {
      const [ordinal, thread, sender] = row as [number, number, number];
      senders.set(ordinal, [thread, sender]);
    }
    if (senders.size === 0) return undefined;
    for (let at: FoundSpan | undefined = span; at; ) {
      const sender = senders.get(ordinalOf(at));
      const thread = sender && snapshot.threads[sender[0]];
      if (sender && thread) return findSpan(this.#query, thread, sender[1]);
      const parent = parentOf(at);
      at = parent < 0 ? undefined : findSpan(this.#query, span.thread, parent);
    }
    return undefined;
  }

  #rootOf(span: FoundSpan): FoundSpan {
    const root = span.page.root[span.row] as number;
    if (root === ordinalOf(span)) return span;
    // A root that was lost with a damaged page: the trace then begins with the span itself.
    return findSpan(this.#query, span.thread, root) ?? span;
  }
}
