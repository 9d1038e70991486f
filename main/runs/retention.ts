import { statSync } from 'node:fs';
import { isContractError, type Run, type Setting, type Tidied } from '#contract';
import type { Catalogue } from '../store/index.ts';

/** How long and how much is kept. */
export interface RetentionLimits {
  /** Days since a run ended, or since its recording came here. */
  readonly days: number;
  /** Bytes that the recordings of the project may fill. */
  readonly bytes: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LIVE: ReadonlySet<Run['state']> = new Set(['running', 'stopping', 'finishing']);

/**
 * Removes runs by the limits, the oldest first: those that ended too long ago, then as many as must go until the rest fits.
 * Never a pinned one, one that is going on, or one that any workbench has open. Gives what it removed.
 */
export function applyRetention(catalogue: Catalogue, limits: RetentionLimits, now: number): Run[] {
  const runs = oldestFirst(catalogue);
  const sizes = new Map(runs.map((run) => [run.id, bytesOf(run)]));
  let used = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
  return runs.filter((run) => {
    const isOld = ageOf(run, now) > limits.days * DAY_MS;
    if (!isOld && used <= limits.bytes) return false;
    if (!removeUnlessWanted(catalogue, run)) return false;
    used -= sizes.get(run.id) ?? 0;
    return true;
  });
}

/** Removes the runs that were not to be kept, with the same exceptions. Gives what it removed. */
export const removeTemporary = (catalogue: Catalogue): Run[] =>
  oldestFirst(catalogue).filter((run) => run.temporary && removeUnlessWanted(catalogue, run));

const oldestFirst = (catalogue: Catalogue): Run[] =>
  [...catalogue.list()].sort((a, b) => a.startedAt - b.startedAt);

function removeUnlessWanted(catalogue: Catalogue, run: Run): boolean {
  if (run.pinned || LIVE.has(run.state)) return false;
  try {
    catalogue.remove(run.id);
    return true;
  } catch (error) {
    // Open somewhere: its turn comes when it is closed.
    if (isContractError(error, 'refused', 'not-found')) return false;
    throw error;
  }
}

/** What to tell a person of it. */
export const tidiedBy = (limits: RetentionLimits | null, removed: readonly Run[]): Tidied => ({
  removed: removed.map(({ name }) => name),
  bytes: removed.reduce((sum, run) => sum + run.bytes, 0),
  limits,
});

/** One that was imported or restored is as young as its copy. */
function ageOf({ file, endedAt, startedAt }: Run, now: number): number {
  const here = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return now - Math.max(here, endedAt ?? startedAt);
}

const bytesOf = ({ file, bytes }: Run): number => statSync(file, { throwIfNoEntry: false })?.size ?? bytes;

/** `null`: nothing is removed by itself. */
export function retentionLimits(settings: readonly Pick<Setting, 'key' | 'value'>[]): RetentionLimits | null {
  const wanted = (key: string) => settings.find((setting) => setting.key === key)?.value ?? '';
  if (wanted('TRACING_AUTO_CLEANUP') !== 'true') return null;
  const days = Number(wanted('TRACING_RETENTION_DAYS'));
  const bytes = Number(wanted('TRACING_MAX_STORAGE_GB')) * 1e9;
  // A setting that cannot be read must not cost anybody a recording.
  return days > 0 && bytes > 0 ? { days, bytes } : null;
}
