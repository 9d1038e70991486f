import type { MemoryMeasure } from '#contract';

/** The setting that records what functions allocate. */
export const MEMORY_SETTING = 'TRACING_CAPTURE_MEMORY';

/** What bytes of a profile are, in a word or two. */
export const measureTitles: Readonly<Record<MemoryMeasure, string>> = {
  allocated: 'Allocated',
  retained: 'In use',
  mixed: 'Memory',
};

const ofMeasure: Readonly<Record<MemoryMeasure, string>> = {
  allocated: 'also what was collected again',
  retained: 'as far as it was still in use when the profile was taken',
  mixed: 'of some threads only what was still in use',
};

/** The figures of memory that a function, file or folder has: id of the column, title, what it means, and its bytes. */
export const memoryFigures = [
  ['memorySelf', 'Mem self', 'Allocated in it, without what it called', 'selfBytes'],
  ['memoryTotal', 'Mem total', 'Allocated in it and in what it called; recursion counts once', 'totalBytes'],
] as const;

/** The meaning of such a figure under a measure, for a tooltip. */
export function memoryTip(meaning: string, measure: MemoryMeasure): string {
  return `${meaning}; ${ofMeasure[measure]}. An estimate where the profile is made of samples`;
}
