import type { FunctionTable } from '#contract';

/** The functions that begin on a line (from 1), in the order of the table. */
export type Definitions = ReadonlyMap<number, readonly number[]>;

export function definitionsOf(table: FunctionTable, path: string): Definitions {
  const found = new Map<number, number[]>();
  const file = table.files.indexOf(path);
  if (file < 0) return found;
  for (let at = 0; at < table.length; at++) {
    // A module's top level begins on line 1 beside whatever is written there; it has no definition to point at.
    if (table.file[at] !== file || ((table.flags[at] as number) & 4) !== 0) continue;
    const line = table.line[at] as number;
    const here = found.get(line);
    if (here) here.push(at);
    else found.set(line, [at]);
  }
  return found;
}
