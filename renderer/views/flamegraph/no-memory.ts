import type { FunctionTable, TimeRange } from '#contract';
import type { FlameSettings } from './flame-settings.ts';

/** Why a graph has no width by memory: the run has no profile, or profiles know nothing of the part that is shown. */
export type NoMemory = 'profile' | 'range' | 'trace';

/** Why what is shown could not be by memory; `null`: it could. Two runs side by side are by time, whatever is chosen. */
export function memoryBar(
  { trace }: Pick<FlameSettings, 'trace'>,
  { memory }: Pick<FunctionTable, 'memory'>,
  range: TimeRange | null,
): NoMemory | null {
  if (memory === undefined) return 'profile';
  return range !== null ? 'range' : trace !== null ? 'trace' : null;
}

/** Why what is asked for cannot be shown; `null`: it can. */
export function noMemory(
  settings: Pick<FlameSettings, 'by' | 'base' | 'trace'>,
  functions: Pick<FunctionTable, 'memory'>,
  range: TimeRange | null,
): NoMemory | null {
  return settings.by === 'memory' && settings.base === null ? memoryBar(settings, functions, range) : null;
}
