import { useEffect, useRef } from 'react';
import { useApp } from './store.ts';

/**
 * Calls `onStep` when the person goes to another match, not when the view opens: the cursor it finds then belongs to the view
 * before, and must not move or select anything here. What `onStep` returns is called before the next step and at the end.
 */
export function useFindSteps(onStep: (cursor: number) => (() => void) | undefined): void {
  const cursor = useApp(({ find }) => find.cursor);
  const text = useApp(({ find }) => find.text);
  const seen = useRef({ cursor, text });
  useEffect(() => {
    const isNew = seen.current.cursor !== cursor || seen.current.text !== text;
    seen.current = { cursor, text };
    return isNew && cursor >= 0 ? onStep(cursor) : undefined;
    // Only a step asks; a table that changes under the search must not.
  }, [cursor, text]);
}
