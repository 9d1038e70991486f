import type { TracerConfig } from './types.ts';

type Rules = Pick<TracerConfig, 'level' | 'levels'> & { readonly liveLevel?: number };

/** The highest level that any rule of a configuration gives; 0: nothing will be traced, nor can be. */
export function highestLevel({ level, levels, liveLevel = 0 as number }: Rules): number {
  const rules = [levels.languages, levels.files, levels.functions];
  return Math.max(level, liveLevel, ...rules.flatMap((rule) => Object.values(rule)));
}
