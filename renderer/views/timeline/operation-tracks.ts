import { type OperationKind, type OperationRow, parseSpanId } from '#contract';
import { BoxFlag, type FurtherRows } from '../../canvas/index.ts';

/** In the order of their tracks; part of the address as their keys, so new ones come last. */
const kinds: readonly { readonly kind: OperationKind; readonly title: string }[] = [
  { kind: 'database', title: 'Database' },
  { kind: 'cache', title: 'Cache' },
  { kind: 'http', title: 'HTTP' },
  { kind: 'network', title: 'Network' },
  { kind: 'messaging', title: 'Messaging' },
  { kind: 'file', title: 'Files' },
  { kind: 'process', title: 'Processes' },
];

/** A track of what was reached outside, of one kind, whichever thread did it. */
export interface OperationTrack {
  /** Below 0, where threads have no index. */
  readonly index: number;
  readonly title: string;
  readonly lanes: number;
  readonly operations: number;
}

export interface OperationTracks {
  readonly tracks: readonly OperationTrack[];
  /** `null`: there are none. */
  readonly rows: FurtherRows | null;
}

/** Places operations in a track for each kind; those that went on at the same time in lanes below each other. */
export function operationTracks(operations: readonly OperationRow[]): OperationTracks {
  const tracks: OperationTrack[] = [];
  const placed: { readonly operation: OperationRow; readonly track: number; readonly lane: number }[] = [];
  // Tracks stand in the order of their keys in the columns, which count downwards.
  for (const [at, { kind, title }] of kinds.entries()) {
    const index = -1 - at;
    const own = operations.filter((operation) => operation.kind === kind);
    if (own.length === 0) continue;
    const lanes = inLanes(own);
    tracks.push({ index, title, lanes: lanes.length, operations: own.length });
    for (const [lane, each] of lanes.entries())
      placed.push(...each.map((operation) => ({ operation, track: index, lane })));
  }
  if (placed.length === 0) return { tracks, rows: null };
  const ints = (of: (place: (typeof placed)[number]) => number) => Int32Array.from(placed, of);
  const floats = (of: (operation: OperationRow) => number) =>
    Float64Array.from(placed, ({ operation }) => of(operation));
  const rows: FurtherRows = {
    length: placed.length,
    track: ints(({ track }) => track),
    lane: ints(({ lane }) => lane),
    thread: ints(({ operation }) => parseSpanId(operation.id).thread),
    ordinal: floats(({ id }) => parseSpanId(id).ordinal),
    startNs: floats(({ startNs }) => startNs),
    durationNs: floats(({ durationNs }) => durationNs),
    function: ints(({ operation }) => operation.function),
    flags: Uint8Array.from(placed, ({ operation: { status } }) => flagOf(status)),
    suspendedNs: floats(() => 0),
    waits: null,
  };
  return { tracks, rows };
}

/** The first lane that is free when an operation begins; each lane in the order of time. */
function inLanes(operations: readonly OperationRow[]): OperationRow[][] {
  const lanes: OperationRow[][] = [];
  const freeAt: number[] = [];
  for (const operation of operations.toSorted((a, b) => a.startNs - b.startNs)) {
    const free = freeAt.findIndex((time) => time <= operation.startNs);
    const lane = free < 0 ? lanes.length : free;
    if (lanes[lane] === undefined) lanes[lane] = [];
    (lanes[lane] as OperationRow[]).push(operation);
    freeAt[lane] =
      operation.durationNs < 0 ? Number.POSITIVE_INFINITY : operation.startNs + operation.durationNs;
  }
  return lanes;
}

const flags: Readonly<Record<OperationRow['status'], number>> = {
  ok: 0,
  error: BoxFlag.error,
  unfinished: BoxFlag.unfinished,
  incomplete: BoxFlag.incomplete,
};

const flagOf = (status: OperationRow['status']): number => flags[status];
