import { readdirSync } from 'node:fs';
import type { TracerConfig } from '../format/index.ts';

/** Threads of a run that are recorded, so that one which breeds processes without end does not fill the disk. */
const MOST_THREADS = 4096;
const LAST = 4;

export const mostThreads = ({ maxThreads = MOST_THREADS }: TracerConfig): number => maxThreads;

/**
 * Whether this thread may begin a spool: one of the `last` is to say in it that there may be more threads than spools. Several
 * are, because threads that begin at the same moment may not see each other. `isFirst`: no other thread has begun.
 */
export function placeOf(config: TracerConfig): { place: 'free' | 'last' | 'none'; isFirst: boolean } {
  const begun = readdirSync(config.spoolDir).filter((name) => name.endsWith('.spool')).length;
  const most = mostThreads(config);
  const place = begun >= most ? 'none' : begun >= most - LAST ? 'last' : 'free';
  return { place, isFirst: begun === 0 };
}
