import { readFileSync } from 'node:fs';
import { isMainThread, threadId } from 'node:worker_threads';
import type { ProcessInfo, TracerConfig } from '../format/index.ts';
import { TRACER_VERSION } from './config.ts';
import { redactArguments } from './record/arguments.ts';
import { wallNs } from './record/clock.ts';
import type { Redactor } from './record/redact.ts';

/** Shells and the like between two processes of a run. */
const MOST_BETWEEN = 4;

/** What a thread says of itself. `isStarted`: perhaps by another process of the run. */
export function processInfo(
  config: TracerConfig,
  origin: number,
  redactor: Redactor,
  exact: boolean,
  isStarted: boolean,
): ProcessInfo {
  return {
    pid: process.pid,
    ppid: process.ppid,
    ...(isMainThread && isStarted ? { ancestors: ancestorsOf(process.ppid) } : {}),
    threadId,
    threadName: isMainThread ? 'main' : `worker ${threadId}`,
    runtime: 'node',
    runtimeVersion: process.version,
    platform: process.platform,
    arch: process.arch,
    argv: redactArguments(process.argv, redactor),
    cwd: process.cwd(),
    originUnixNs: String(wallNs(origin)),
    clock: exact ? 'exact' : 'bounded',
    tickNs: exact ? 0 : 130_000,
    level: config.level,
    tracerVersion: TRACER_VERSION,
    ...(isMainThread ? {} : { parent: { pid: process.pid, threadId: 0 } }),
  };
}

/** Processes above one; Linux alone says who they are without a program being started. */
function ancestorsOf(pid: number): number[] {
  const found: number[] = [];
  try {
    for (let child = pid; found.length < MOST_BETWEEN; ) {
      // "pid (name) state ppid ..", where the name may hold anything.
      const stat = readFileSync(`/proc/${child}/stat`, 'latin1');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      if (!(parent > 1)) break;
      found.push(parent);
      child = parent;
    }
  } catch {
    // Another system, or a process that is gone.
  }
  return found;
}
