import { useEffect } from 'react';
import type { FlameMatches } from '../../canvas/index.ts';
import { useApp } from '../../state/index.ts';

/** Says how many rows the find text matches and, as the person steps through them, goes to one after the other. */
export function useFlameFind(found: FlameMatches | null, goToRow: (row: number) => void): void {
  const cursor = useApp(({ find }) => find.cursor);
  useEffect(() => useApp.getState().setFindCount(found === null ? null : found.rows.length), [found]);
  useEffect(() => {
    const row = cursor < 0 ? undefined : found?.rows[cursor];
    if (row !== undefined) goToRow(row);
    // Stepping is what moves; a table that changes under the search must not.
  }, [cursor]);
}
