import { useEffect, useMemo } from 'react';
import { matchesFind, useApp, useFindSteps } from '#renderer/state/index.ts';

/**
 * What the find text matches of a graph, whether it stands by itself or in a closed folder; Enter in the find field goes through it.
 * @param paths of all nodes
 * @param shownAs as in `VisibleGraph`: what the filters leave out is not found
 * @param onStep gets the index of a node
 * @returns paths of what shows the matches: nodes, and closed folders
 */
export function useGraphFind(
  paths: readonly string[],
  shownAs: readonly (string | null)[],
  onStep: (node: number) => void,
): ReadonlySet<string> {
  const text = useApp(({ find }) => find.text);
  const matching = useMemo(
    () => paths.map((path) => text !== '' && matchesFind(text, '', path)),
    [paths, text],
  );
  const found = useMemo(
    () => matching.flatMap((matches, node) => (matches && shownAs[node] !== null ? [node] : [])),
    [matching, shownAs],
  );
  useEffect(() => useApp.getState().setFindCount(text === '' ? null : found.length), [text, found]);
  useFindSteps((cursor) => {
    const node = found[cursor];
    if (node !== undefined) onStep(node);
    return undefined;
  });
  return useMemo(() => new Set(found.map((node) => shownAs[node] as string)), [found, shownAs]);
}
