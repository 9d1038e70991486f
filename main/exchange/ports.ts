import type { Graphs, Recordings, RunId, TraceId } from '#contract';
import type { RecordingScan } from '../query/scan-types.ts';

/** What exports need of the engine. */
export interface ExchangeDeps {
  readonly recordings: Pick<Recordings, 'summary' | 'sql'>;
  readonly graphs: Pick<Graphs, 'modules'>;
  /** Opens a recording for reading it whole; the caller disposes of it. `not-found`, `damaged`, `refused`. */
  openScan(run: RunId): Promise<RecordingScan>;
  traceIdOf(run: RunId, thread: number, root: number): TraceId;
  /** Callscape's own. */
  readonly version: string;
}
