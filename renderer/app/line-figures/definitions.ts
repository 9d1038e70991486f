import type { FunctionTable } from '#contract';

/** The functions that begin on a line (from 1), in the order of the table. */
export type Definitions = ReadonlyMap<number, readonly number[]>;

/** A module's top level, a call out of the scope, an await, an operation: bits of `FunctionTable.flags`. */
const TOP_LEVEL = 4;
const CALL_OUT = 8 | 16 | 32;

export function definitionsOf(table: FunctionTable, path: string): Definitions {
  // A module's top level begins on line 1 beside whatever is written there; it has no definition to point at.
  return byLine(table, path, (flags) => (flags & (TOP_LEVEL | CALL_OUT)) === 0);
}

/** Calls to code that is not traced, awaits and operations, by the line they stand on; recorded from level 3 on. */
export function callsOutOf(table: FunctionTable, path: string): Definitions {
  return byLine(table, path, (flags) => (flags & CALL_OUT) !== 0);
}

function byLine(table: FunctionTable, path: string, isWanted: (flags: number) => boolean): Definitions {
  const found = new Map<number, number[]>();
  const file = table.files.indexOf(path);
  if (file < 0) return found;
  for (let at = 0; at < table.length; at++) {
    if (table.file[at] !== file || !isWanted(table.flags[at] as number)) continue;
    const line = table.line[at] as number;
    const here = found.get(line);
    if (here) here.push(at);
    else found.set(line, [at]);
  }
  return found;
}
