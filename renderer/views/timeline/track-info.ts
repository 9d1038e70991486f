import type { IndexIntoThreads, ThreadSummary } from '#contract';
import { plural } from '../../widgets/format.ts';
import type { OperationTrack } from './operation-tracks.ts';

/** What a track is called, and what is said of it; of a thread or of operations. */
export interface TrackInfo {
  /** The thread's index; below 0 of another track. */
  readonly index: IndexIntoThreads;
  readonly lanes: number;
  readonly name: string;
  readonly about: string;
  readonly tip: string;
}

/** `total`: operations of the recording that are in the time asked for, of which there may be more than are shown. */
export function trackInfos(
  threads: readonly ThreadSummary[],
  operations: readonly OperationTrack[],
  total: number,
): readonly TrackInfo[] {
  const manyProcesses = new Set(threads.map(({ pid }) => pid)).size > 1;
  const ofThreads = threads.map((thread) => ({
    ...{ index: thread.index, lanes: thread.lanes, name: thread.name },
    about: `${manyProcesses ? `process ${thread.pid}, ` : ''}${plural(thread.spans, 'call')}, ${plural(thread.lanes, 'lane')}`,
    tip: `${thread.runtime} ${thread.runtimeVersion}, process ${thread.pid}, thread ${thread.threadId}`,
  }));
  const shown = operations.reduce((sum, track) => sum + track.operations, 0);
  const missing = total > shown ? `, the slowest ${shown} of all ${total} here` : '';
  const ofOperations = operations.map(({ index, title, lanes, operations: count }) => ({
    ...{ index, lanes, name: title },
    about: `${plural(count, 'operation')}${missing}`,
    tip: 'What the program reached outside, whichever thread did it; each stands with its thread as well',
  }));
  return [...ofOperations, ...ofThreads];
}
