import type { TracerConfig } from './types.ts';

/** The highest level that any rule of a configuration gives; 0: nothing will be traced. */
export function highestLevel({ level, levels }: Pick<TracerConfig, 'level' | 'levels'>): number {
  const rules = [levels.languages, levels.files, levels.functions];
  return Math.max(level, ...rules.flatMap((rule) => Object.values(rule)));
}
