import type { SpanPage } from '../../store/span-page.ts';
import { STEP_KIND } from '../../store/step-page.ts';
import type { Query } from '../query.ts';
import type { ThreadState } from '../snapshot.ts';
import { StepReader } from './step-reader.ts';

/** The lines of a function that ran. */
export interface ReachedLines {
  /** Calls whose lines were recorded. */
  readonly calls: number;
  /** By line, from 1: how many steps were about to run it. */
  readonly lines: ReadonlyMap<number, number>;
}

/** Steps after which it is given up: what a run did not reach is only known when all of it was looked at. */
const MAX_STEPS = 30_000_000;

/**
 * Which lines of which functions ran, over all steps of a run; `null` where there are more steps than anybody waits for. Functions
 * without steps are left out.
 */
export function reachedLines(query: Query): ReadonlyMap<number, ReachedLines> | null {
  const found = new Map<number, { calls: number; readonly lines: Map<number, number> }>();
  let seen = 0;
  for (const thread of query.snapshot.threads) {
    const steps = new StepReader(query, thread.index);
    if (steps.total === 0) continue;
    seen += steps.total;
    if (seen > MAX_STEPS) return null;
    const functionOf = functionsOf(query, thread);
    const met = new Uint8Array(thread.spans);
    for (const page of steps.pages.keys()) {
      const { length, kind, span, place } = steps.load(page);
      for (let row = 0; row < length; row++) {
        if (kind[row] !== STEP_KIND.LINE) continue;
        const ordinal = span[row] as number;
        const fn = functionOf[ordinal] ?? -1;
        if (fn === -1) continue;
        const of = found.get(fn) ?? { calls: 0, lines: new Map<number, number>() };
        found.set(fn, of);
        if (met[ordinal] === 0) {
          met[ordinal] = 1;
          of.calls++;
        }
        const line = place[row] as number;
        of.lines.set(line, (of.lines.get(line) ?? 0) + 1);
      }
    }
  }
  return found;
}

/** By ordinal in the thread: the function of the call; -1: not known. */
function functionsOf({ snapshot, reader, checkpoint }: Query, thread: ThreadState): Int32Array {
  const functions = new Int32Array(thread.spans).fill(-1);
  const collect = ({ rows, ordinal, node }: SpanPage): void => {
    for (let row = 0; row < rows; row++)
      functions[ordinal[row] as number] = snapshot.nodes.function[node[row] as number] as number;
  };
  for (const row of snapshot.pages.select(thread.index, () => true)) {
    checkpoint();
    collect(reader.page(row));
  }
  if (thread.open) collect(thread.open);
  return functions;
}
