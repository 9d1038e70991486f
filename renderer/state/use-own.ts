import { useMemo } from 'react';
import type { ViewId } from './location.ts';
import { useApp } from './store.ts';

/** How a view writes what it puts into the address, and reads it again; anything unreadable is as nothing. */
export interface OwnText<T> {
  readonly read: (text: string) => T;
  readonly write: (value: T) => string;
}

/** What a view keeps in the address, and a way to change some of it; each change can be gone back from. */
export function useOwn<T>(
  view: ViewId,
  { read, write }: OwnText<T>,
): readonly [T, (change: Partial<T>) => void] {
  const text = useApp(({ location }) => location.own[view] ?? '');
  const value = useMemo(() => read(text), [read, text]);
  const change = (part: Partial<T>) => {
    const { location, setOwn } = useApp.getState();
    setOwn(view, write({ ...read(location.own[view] ?? ''), ...part }));
  };
  return [value, change];
}
