import { basename } from 'node:path';
import type { RecordingSummary, ThreadSummary } from '#contract';
import type { ProcessInfo } from '#format';
import type { Snapshot, ThreadState } from './snapshot.ts';

/** What the recording itself knows of a summary; run and progress are the engine's. */
export type RecordingPart = Omit<RecordingSummary, 'run' | 'progress'>;

export function summary({ originUnixNs, durationNs, threads }: Snapshot): RecordingPart {
  return {
    originUnixMs: Number(originUnixNs / 1000n) / 1000,
    durationNs,
    threads: threads.map(threadSummary),
  };
}

export function threadSummary(thread: ThreadState): ThreadSummary {
  const { process } = thread;
  return {
    index: thread.index,
    pid: process.pid,
    threadId: process.threadId,
    name: nameOf(process),
    runtime: process.runtime,
    runtimeVersion: process.runtimeVersion,
    startNs: thread.offsetNs,
    endNs: thread.ended ? thread.offsetNs + thread.lastNs : -1,
    spans: thread.spans,
    lanes: thread.lanes,
  };
}

/** `node server.js` for a main thread, its own name or `worker 2` for another. */
export function nameOf({ argv, pid, threadId, threadName, runtime }: ProcessInfo): string {
  if (threadId > 0) return threadName || `worker ${threadId}`;
  const [program, script] = argv;
  return [program ? basename(program) : runtime, script ? basename(script) : `${pid}`].join(' ');
}
