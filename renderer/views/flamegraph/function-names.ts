import type { FunctionTable } from '#contract';

/** What the boxes of a graph are called: the functions of a run, or of two runs joined. */
export type FunctionNames = Pick<FunctionTable, 'length' | 'name' | 'file' | 'files' | 'line'>;

/** The root of a call tree is no call. */
export const WHOLE_RUN = 'The whole run';

/** Name of a function code of a call tree: a function, the whole (-1), or a file (-2 - file). */
export function nameOfCode(code: number, names: FunctionNames): string {
  if (code >= 0) return names.name[code] ?? '';
  return code === -1 ? WHOLE_RUN : (names.files[-2 - code] ?? '');
}

/** `src/a.ts:12`; a file alone for what is merged over it. */
export function placeOfCode(code: number, names: FunctionNames): string {
  if (code <= -2) return names.files[-2 - code] ?? '';
  const file = names.files[names.file[code] ?? -1];
  return file === undefined ? '' : `${file}:${names.line[code]}`;
}
