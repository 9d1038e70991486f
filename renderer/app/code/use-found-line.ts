import { useEffect, useMemo, useState } from 'react';
import { useApp, useFindSteps } from '#renderer/state/index.ts';
import { matchingLines } from './matching-lines.ts';

/** The line of a text to show, from 1: the one that was asked for, until a match of the find text is gone to. Counts the matches. */
export function useFoundLine(text: string, line: number | null): number | null {
  const sought = useApp(({ find }) => find.text);
  const lines = useMemo(() => text.split(/\r\n|\n|\r/), [text]);
  const matches = useMemo(() => matchingLines(lines, sought), [lines, sought]);
  const [shown, setShown] = useState(line);
  useEffect(() => setShown(line), [line]);
  useEffect(() => useApp.getState().setFindCount(sought === '' ? null : matches.length), [sought, matches]);
  useFindSteps((cursor) => {
    const match = matches[cursor];
    if (match !== undefined) setShown(match + 1);
    return undefined;
  });
  return shown;
}
