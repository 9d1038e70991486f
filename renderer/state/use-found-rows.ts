import { useEffect } from 'react';
import { useApp } from './store.ts';
import { useFindSteps } from './use-find-steps.ts';

/** For a list that leaves out what the find text does not match: what is left are the matches, and Enter goes through them. */
export function useFoundRows<T>(found: ArrayLike<T>, choose: (one: T) => void): void {
  const text = useApp(({ find }) => find.text);
  useEffect(() => useApp.getState().setFindCount(text === '' ? null : found.length), [found, text]);
  useFindSteps((cursor) => {
    const one = found[cursor];
    if (one !== undefined) choose(one);
    return undefined;
  });
}
