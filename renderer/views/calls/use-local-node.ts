import { useState } from 'react';
import type { Selection } from '#renderer/state/index.ts';

/** A node that only this view can select, until something else is selected anywhere. */
export function useLocalNode(selection: Selection | null): [string | null, (path: string | null) => void] {
  const [local, setLocal] = useState<{ readonly path: string | null }>({ path: null });
  return [selection === null ? local.path : null, (path) => setLocal({ path })];
}
