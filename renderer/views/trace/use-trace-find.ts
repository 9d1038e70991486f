import { useEffect, useMemo } from 'react';
import type { FunctionTable } from '#contract';
import { litFunctions, useApp, useFindSteps } from '#renderer/state/index.ts';
import type { TraceRows } from './trace-rows.ts';

/**
 * Counts the calls that the find text matches and goes through them. Answers with the functions that it and "only my code" let
 * through; `null`: all.
 */
export function useTraceFind(
  rows: TraceRows,
  functions: FunctionTable,
  onSelect: (row: number) => void,
): Uint8Array | null {
  const text = useApp(({ find }) => find.text.trim());
  const onlyMyCode = useApp((state) => state.onlyMyCode);
  const lit = useMemo(() => litFunctions(functions, text, onlyMyCode), [functions, text, onlyMyCode]);
  const found = useMemo(() => {
    const matches: number[] = [];
    if (text === '' || lit === null) return null;
    for (let row = 0; row < rows.length; row++)
      if (lit[rows.function[row] as number] === 1) matches.push(row);
    return matches;
  }, [rows, text, lit]);
  useEffect(() => useApp.getState().setFindCount(found === null ? null : found.length), [found]);
  useFindSteps((cursor) => {
    const row = found?.[cursor];
    if (row !== undefined) onSelect(row);
    return undefined;
  });
  return lit;
}
