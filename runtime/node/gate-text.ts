import { highestLevel, type TracerConfig } from '../format/index.ts';
import { budgetOf } from './record/cpu-time.ts';
import { hasLimits } from './record/limits.ts';

/**
 * How rewritten text asks whether a call is to be recorded. `called`: the recorder is told of each call. `inline`: a call that
 * is only counted is counted by the text itself, which costs as much as a counter and leaves the compiler as much room.
 * `guarded`: the same unless somebody must be told of the call all the same.
 */
export type GateText = 'called' | 'inline' | 'guarded';

/** Only a budget throttles, limits follow every call, and a call out must know what it has called. */
export function gateTextOf(config: TracerConfig): GateText {
  if (budgetOf(config) === 0 || hasLimits(config.limits)) return 'called';
  return highestLevel(config) >= 3 ? 'guarded' : 'inline';
}
