import { setImmediate } from 'node:timers/promises';
import { ContractError } from '#contract';
import { callEdges } from './call-edges.ts';
import { CapturedValues, NO_VALUES, type SpanValues } from './captured-values.ts';
import { farParentOf, hasFarParents, traceRootOf } from './far-parents.ts';
import { functionTable } from './function-table.ts';
import type { Query } from './query.ts';
import { RecordingReader } from './recording-reader.ts';
import type { RecordingScan, ScannedSpan } from './scan-types.ts';
import type { ThreadState } from './snapshot.ts';
import {
  type FoundSpan,
  functionOf,
  ordinalOf,
  parentOf,
  shownDuration,
  startOf,
  statusOf,
} from './span-rows.ts';
import { threadSummary } from './summary.ts';

/** Ordinals looked for at once: the memory a scan needs, and how often a page that covers many is read. */
const BATCH = 8192;

/** Opens a recording for an export; see `RecordingScan`. */
export function openScan(file: string): RecordingScan {
  const reader = new RecordingReader(file);
  const snapshot = reader.hold();
  const query: Query = { reader, snapshot, checkpoint: () => {} };
  const isJoined = reader.within(() => hasFarParents(reader));
  return {
    threads: snapshot.threads.map(threadSummary),
    functions: () => reader.within(() => functionTable(query)),
    params: (index) => snapshot.functions[index]?.params ?? [],
    callEdges: () => callEdges(snapshot),
    parentElsewhere: (thread, root) =>
      isJoined ? reader.within(() => farParentOf(reader, thread, root)) : undefined,
    traceRoot(thread, root) {
      const top = reader.within(() => traceRootOf(reader, thread, root));
      return { thread: top.thread, ordinal: top.root };
    },
    async *spans(signal) {
      for (const thread of snapshot.threads) {
        const values = new CapturedValues(reader);
        for (let first = 0; first < thread.spans; first += BATCH) {
          if (signal?.aborted) throw new ContractError('cancelled', 'The export was cancelled.');
          yield reader.within(() => batch(query, thread, first, values));
          await setImmediate();
        }
      }
    },
    dispose: () => reader.dispose(),
  };
}

/** The spans of a thread with ordinals from `first` on, in order. */
function batch(query: Query, thread: ThreadState, first: number, values: CapturedValues): ScannedSpan[] {
  const { pages } = query.snapshot;
  const last = first + BATCH - 1;
  const found: FoundSpan[] = [];
  const collect = (page: FoundSpan['page']) => {
    const { ordinal } = page;
    for (let row = 0; row < page.rows; row++) {
      const o = ordinal[row] as number;
      if (o >= first && o <= last) found.push({ thread, page, row });
    }
  };
  const overlaps = (p: number) =>
    (pages.minOrdinal[p] as number) <= last && (pages.maxOrdinal[p] as number) >= first;
  for (const p of pages.select(thread.index, overlaps)) collect(query.reader.page(p));
  if (thread.open) collect(thread.open);
  found.sort((a, b) => ordinalOf(a) - ordinalOf(b));
  const captured = values.range(thread.index, first, last);
  return found.map((span) => scanned(query, span, captured.get(ordinalOf(span)) ?? NO_VALUES));
}

function scanned(query: Query, span: FoundSpan, values: SpanValues): ScannedSpan {
  const { page, row, thread } = span;
  const duration = page.duration[row] as number;
  return {
    thread: thread.index,
    ordinal: ordinalOf(span),
    parent: parentOf(span),
    root: page.root[row] as number,
    function: functionOf(query, span),
    startNs: startOf(span) + thread.offsetNs,
    durationNs: shownDuration(span),
    selfNs: duration - (page.covered[row] as number),
    activeNs: duration - (page.suspended[row] as number),
    status: statusOf(page.flags[row] as number),
    ...values,
  };
}
