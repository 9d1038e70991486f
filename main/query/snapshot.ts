import type { ProcessInfo } from '#format';
import type { NodeColumns } from '../store/node-page.ts';
import type { SpanPage } from '../store/span-page.ts';
import { NodeTable } from './node-table.ts';
import { PageDirectory } from './page-directory.ts';

/** A thread as its row says; times in ns. */
export interface ThreadState {
  readonly index: number;
  readonly process: ProcessInfo;
  /** Its origin, since the recording's origin. What stands in its pages is relative to it. */
  readonly offsetNs: number;
  /** Its last event, since its own origin. */
  readonly lastNs: number;
  readonly ended: boolean;
  readonly spans: number;
  readonly lanes: number;
  /** Spans open at `lastNs`. */
  readonly open: SpanPage | null;
}

export interface FunctionStatic {
  readonly file: number;
  readonly name: string;
  readonly line: number;
  readonly flags: number;
  readonly params: readonly string[];
}

/** Figures over the ended spans of a function. */
export interface FunctionFigures {
  readonly finished: number;
  readonly sumNs: number;
  readonly minNs: number;
  readonly maxNs: number;
  /** p50, p90, p95, p99. */
  readonly percentiles: readonly number[];
  readonly histogram: Uint8Array;
}

/** Everything of a recording that queries share, as of one revision. */
export interface Snapshot {
  readonly revision: number;
  readonly sealed: boolean;
  /** Complete pages at positions below are in the function index. */
  readonly indexedPages: number;
  readonly run: string;
  readonly threads: readonly ThreadState[];
  /** ns since 1970 at the origin. */
  readonly originUnixNs: bigint;
  /** From the origin to the last event. */
  readonly durationNs: number;
  readonly files: readonly string[];
  readonly functions: readonly FunctionStatic[];
  /** By function; `undefined`: no span of it has ended. */
  readonly figures: readonly (FunctionFigures | undefined)[];
  /** As stored: open spans count as calls, their time is not in it. */
  readonly nodes: NodeColumns;
  readonly pages: PageDirectory;
}

/** A recording before its first commit. */
export const emptySnapshot = (run: string): Snapshot => ({
  revision: 0,
  sealed: false,
  indexedPages: 0,
  run,
  threads: [],
  originUnixNs: 0n,
  durationNs: 0,
  files: [],
  functions: [],
  figures: [],
  nodes: new NodeTable(),
  pages: new PageDirectory(),
});
