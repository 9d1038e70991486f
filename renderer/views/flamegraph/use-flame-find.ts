import { useEffect } from 'react';
import type { FlameMatches } from '../../canvas/index.ts';
import { useApp, useFindSteps } from '../../state/index.ts';

/** Says how many rows the find text matches and, as the person steps through them, goes to one after the other. */
export function useFlameFind(found: FlameMatches | null, goToRow: (row: number) => void): void {
  useEffect(() => useApp.getState().setFindCount(found === null ? null : found.rows.length), [found]);
  useFindSteps((cursor) => {
    const row = found?.rows[cursor];
    if (row !== undefined) goToRow(row);
    return undefined;
  });
}
