import { useEffect } from 'react';
import { type FunctionTable, isContractError, type RunId } from '#contract';
import { useServices } from '../../data/index.ts';
import { useApp, useFindSteps } from '../../state/index.ts';
import { countHits, hitAtCursor } from './find-hits.ts';

/**
 * Counts the calls that the find text matches and, as the person steps through them, selects one after the other; the timeline
 * brings what is selected on screen. `lit`: the functions found.
 */
export function useFind(run: RunId, functions: FunctionTable, lit: Uint8Array | null): void {
  const { recordings } = useServices();
  const text = useApp(({ find }) => find.text.trim());
  useEffect(() => {
    useApp.getState().setFindCount(text === '' || lit === null ? null : countHits(functions, lit));
  }, [functions, lit, text]);
  useFindSteps((cursor) => {
    const hit = text === '' || lit === null ? null : hitAtCursor(functions, lit, cursor);
    if (hit === null) return undefined;
    const abort = new AbortController();
    const { select, notify } = useApp.getState();
    const name = functions.name[hit.function] ?? '';
    recordings
      .spans({ run, function: hit.function, order: 'start', offset: hit.offset, limit: 1 }, abort.signal)
      .then(
        ({ rows }) => {
          const [row] = rows;
          if (row) select({ kind: 'span', span: row.id, function: hit.function });
          else
            notify({
              tone: 'info',
              title: `This call of ${name} has no span of its own`,
              detail:
                'It was counted, but its times were not recorded. Only recorded calls can be shown here.',
            });
        },
        (error: unknown) => {
          if (abort.signal.aborted || isContractError(error, 'cancelled')) return;
          const detail = error instanceof Error ? error.message : String(error);
          notify({ tone: 'error', title: `A call of ${name} could not be found`, detail });
        },
      );
    return () => abort.abort();
  });
}
