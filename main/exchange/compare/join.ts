import type { Baseline } from '#contract';
import { type JoinedFunction, joinFunctions as joinIdentities } from '../../query/index.ts';

type Functions = Baseline['functions'];

/** Rows of one function in both baselines; -1 where it does not exist. */
export type JoinedRow = JoinedFunction;

/** Joins the functions of two baselines as recordings join theirs. */
export function joinFunctions(base: Functions, next: Functions): JoinedRow[] {
  const identities = (functions: Functions) =>
    functions.map(({ file, function: name, line }) => ({ file, name, line }));
  return joinIdentities(identities(base), identities(next));
}
