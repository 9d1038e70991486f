import { readdirSync } from 'node:fs';
import type { TracerConfig } from '../format/index.ts';

/** Threads of a run that are recorded, so that one which breeds processes without end does not fill the disk. */
const MOST_THREADS = 4096;

export const mostThreads = ({ maxThreads = MOST_THREADS }: TracerConfig): number => maxThreads;

/**
 * Whether this thread may begin a spool: `last` is to say in it that there may be more threads than spools. Threads that
 * begin at the same moment may not see each other.
 */
export function placeOf(config: TracerConfig): 'free' | 'last' | 'none' {
  const begun = readdirSync(config.spoolDir).filter((name) => name.endsWith('.spool')).length;
  const most = mostThreads(config);
  if (begun >= most) return 'none';
  return begun === most - 1 ? 'last' : 'free';
}
