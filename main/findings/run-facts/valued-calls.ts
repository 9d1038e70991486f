import type { SpanValues } from '../../query/captured-values.ts';
import type { SpanColumns } from '../../query/span-columns.ts';
import type { NodeColumns } from '../../store/node-page.ts';
import { SPAN, type SpanPage } from '../../store/span-page.ts';

/** Ordinals whose values are looked for at once: pages of values that cover many are read once for all of them. */
const STRETCH = 8192;

const ENDED = 1;
const FAILED = 2;

/** What is known of the first calls of a thread, by ordinal: pages come in another order than calls and their values. */
export interface ValuedThread {
  /** Calls with ordinals from here on are left out. */
  readonly limit: number;
  see(page: SpanPage, nodes: NodeColumns): void;
  /** -1: not known. */
  functionOf(ordinal: number): number;
  /** A call that ended; `null` for another. */
  at(
    ordinal: number,
  ): { readonly function: number; readonly failed: boolean; readonly busyNs: number } | null;
}

export function valuedThread(limit: number): ValuedThread {
  const functions = new Int32Array(limit).fill(-1);
  const states = new Uint8Array(limit);
  const busy = new Float64Array(limit);
  return {
    limit,
    see(page, nodes) {
      for (let row = 0; row < page.rows; row++) {
        const ordinal = page.ordinal[row] as number;
        if (ordinal >= limit) continue;
        const flags = page.flags[row] as number;
        const duration = page.duration[row] as number;
        functions[ordinal] = nodes.function[page.node[row] as number] as number;
        if ((flags & (SPAN.UNFINISHED | SPAN.INCOMPLETE)) !== 0) continue;
        states[ordinal] = (flags & SPAN.ERROR) === 0 ? ENDED : ENDED | FAILED;
        busy[ordinal] = duration - Math.max(page.covered[row] as number, page.suspended[row] as number);
      }
    },
    functionOf: (ordinal) => functions[ordinal] ?? -1,
    at(ordinal) {
      const state = states[ordinal] ?? 0;
      if (state === 0) return null;
      const failed = (state & FAILED) !== 0;
      return { function: functions[ordinal] as number, failed, busyNs: busy[ordinal] as number };
    },
  };
}

/** The values of the calls of a thread that are wanted, by ascending stretches of ordinals. */
export function* eachWithValues(
  columns: SpanColumns,
  thread: number,
  end: number,
  isWanted: (ordinal: number) => boolean,
  checkpoint: () => void,
): Generator<readonly [number, SpanValues]> {
  for (let first = 0; first < end; first += STRETCH) {
    checkpoint();
    const last = Math.min(end, first + STRETCH) - 1;
    let isAny = false;
    for (let ordinal = first; ordinal <= last && !isAny; ordinal++) isAny = isWanted(ordinal);
    if (!isAny) continue;
    const values = columns.values(thread, first, last, isWanted);
    yield* [...values].sort(([a], [b]) => a - b);
  }
}
