import type { FunctionTable, IndexIntoThreads, ThreadSummary } from '#contract';
import { durationText } from '../../canvas/index.ts';
import { count, plural } from '../../widgets/format.ts';
import type { OperationTrack } from './operation-tracks.ts';
import type { TaskTracks } from './task-tracks.ts';

/** What a track is called, and what is said of it; of a thread or of operations. */
export interface TrackInfo {
  /** The thread's index; below 0 of another track. */
  readonly index: IndexIntoThreads;
  readonly lanes: number;
  readonly name: string;
  readonly about: string;
  readonly tip: string;
  /** It comes and goes with the time in view, so that it cannot be moved or hidden by itself. */
  readonly passing?: boolean;
}

/** `total`: operations of the recording that are in the time asked for, of which there may be more than are shown. */
export function trackInfos(
  threads: readonly ThreadSummary[],
  operations: readonly OperationTrack[],
  total: number,
): readonly TrackInfo[] {
  const manyProcesses = new Set(threads.map(({ pid }) => pid)).size > 1;
  // A launcher that only waits would push aside what a person came for.
  const byUse = [...threads.filter(({ spans }) => spans > 0), ...threads.filter(({ spans }) => spans === 0)];
  const ofThreads = byUse.map((thread) => ({
    ...{ index: thread.index, lanes: thread.lanes, name: thread.name },
    about: `${manyProcesses ? `process ${thread.pid}, ` : ''}${thread.spans === 0 ? 'no calls' : `${plural(thread.spans, 'call')}, ${plural(thread.lanes, 'lane')}`}`,
    tip: `${thread.runtime} ${thread.runtimeVersion}, process ${thread.pid}, thread ${thread.threadId}`,
  }));
  const shown = operations.reduce((sum, track) => sum + track.operations, 0);
  const missing = total > shown ? `, the slowest ${count(shown)} of all ${count(total)} here` : '';
  const ofOperations = operations.map(({ index, title, lanes, operations: number }) => ({
    ...{ index, lanes, name: title },
    about: `${plural(number, 'operation')}${missing}`,
    tip: 'What the program reached outside, whichever thread did it; each stands with its thread as well',
  }));
  return [...ofOperations, ...ofThreads];
}

/** Tracks of tasks, named after the calls that they begin with. `more`: requests and tasks in this time of which nothing is shown. */
export function taskInfos(
  { tracks, omitted }: TaskTracks,
  { name }: FunctionTable,
  more: number,
): readonly TrackInfo[] {
  const missing =
    omitted + more > 0 ? ` ${plural(omitted + more, 'shorter one')} in this time have no track.` : '';
  return tracks.map(({ index, function: fn, durationNs, lanes, calls, isCut }) => ({
    ...{ index, lanes, name: name[fn] ?? '', passing: true },
    about: `task, ${durationNs < 0 ? 'has not ended' : durationText(durationNs)}, ${isCut ? 'the first ' : ''}${plural(calls, 'call')}`,
    tip: `A request or task by itself, whichever threads it ran in; its calls stand with their threads as well.${missing}`,
  }));
}
