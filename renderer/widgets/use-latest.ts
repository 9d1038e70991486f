import { useRef, useState } from 'react';

type Handlers = Readonly<Record<string, (...parameters: never[]) => void>>;

/**
 * Handlers that stay the same functions from render to render and do what the newest ones do, so that a memoised component which is
 * given them is drawn anew only when what it shows has changed. Their names must stay the same.
 */
export function useLatest<T extends Handlers>(handlers: T): T {
  const latest = useRef<Handlers>(handlers);
  latest.current = handlers;
  const [stable] = useState(() =>
    Object.fromEntries(
      Object.keys(handlers).map((name) => [
        name,
        (...parameters: never[]) => latest.current[name]?.(...parameters),
      ]),
    ),
  );
  return stable as T;
}
