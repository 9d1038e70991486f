import type { FunctionIdentity, FunctionTable, IndexIntoFunctions } from '#contract';

/** The function of an identity in a run's table; -1 when the run does not have it. */
export function functionIndex(
  table: FunctionTable,
  { file, name, line }: FunctionIdentity,
): IndexIntoFunctions {
  for (let at = 0; at < table.length; at++) {
    if (table.line[at] === line && table.name[at] === name && table.files[table.file[at] ?? -1] === file)
      return at;
  }
  return -1;
}
