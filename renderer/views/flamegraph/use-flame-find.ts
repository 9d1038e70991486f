import { useEffect } from 'react';
import type { FlameMatches } from '../../canvas/index.ts';
import { useApp, useFindSteps } from '../../state/index.ts';
import type { UnseenFunction } from './unseen.ts';

/**
 * Says how much the find text matches and, as the person steps through it, goes to one match after the other: the rows first, then
 * the functions of which all calls were only counted. What is too narrow, or not in what is shown, is no match here.
 */
export function useFlameFind(
  found: FlameMatches | null,
  unseen: readonly UnseenFunction[],
  goToRow: (row: number) => void,
  goToUnseen: (one: UnseenFunction) => void,
): void {
  const counted = unseen.filter(({ isCounted }) => isCounted);
  const matches = found === null ? null : found.rows.length + counted.length;
  useEffect(() => useApp.getState().setFindCount(matches), [found, matches]);
  useFindSteps((cursor) => {
    const row = found?.rows[cursor];
    const one = counted[cursor - (found?.rows.length ?? 0)];
    if (row !== undefined) goToRow(row);
    else if (one) goToUnseen(one);
    return undefined;
  });
}
