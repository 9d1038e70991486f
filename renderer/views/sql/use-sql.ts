import { useCallback, useEffect, useRef, useState } from 'react';
import { ContractError, isContractError, type RunId, type SqlAnswer } from '#contract';
import { useServices } from '#renderer/data/index.ts';

/** Rows shown; an export gives more. */
const limit = 5000;
const timeLimitMs = 60_000;

export interface SqlState {
  readonly answer: SqlAnswer | null;
  readonly error: Error | null;
  readonly running: boolean;
  /** How long the last answer took, ms. */
  readonly tookMs: number;
}

/** Runs one statement at a time, when it is asked to. */
export function useSql(run: RunId): SqlState & { ask(sql: string): void; cancel(): void } {
  const { recordings } = useServices();
  const [state, setState] = useState<SqlState>({ answer: null, error: null, running: false, tookMs: 0 });
  const running = useRef<AbortController | null>(null);
  const cancel = useCallback(() => running.current?.abort(), []);
  useEffect(() => cancel, [cancel]);
  const ask = async (sql: string) => {
    cancel();
    const abort = new AbortController();
    running.current = abort;
    setState((before) => ({ ...before, error: null, running: true }));
    const began = performance.now();
    try {
      const answer = await recordings.sql({ run, sql, limit, timeLimitMs }, abort.signal);
      if (running.current !== abort) return;
      setState({ answer, error: null, running: false, tookMs: performance.now() - began });
    } catch (error) {
      if (running.current !== abort) return;
      const said = isContractError(error, 'cancelled')
        ? new ContractError(
            'cancelled',
            'The statement was cancelled; what is below is the answer before it.',
          )
        : (error as Error);
      setState((before) => ({ ...before, error: said, running: false }));
    }
  };
  return { ...state, ask: (sql) => void ask(sql), cancel };
}
