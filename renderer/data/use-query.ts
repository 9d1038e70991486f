import { useCallback, useEffect, useSyncExternalStore } from 'react';
import type { ContractError } from '#contract';
import { useConnection, useWorkbench } from './context.ts';
import type { QuerySpec } from './query-cache.ts';

/** What a view gets for a query. All three of empty, loading and error can be told apart. */
export interface Query<T> {
  /** The newest answer; an older one stays while a newer one loads or fails. `undefined`: none yet. */
  readonly value: T | undefined;
  /** Why the newest attempt failed; `null` when it did not. */
  readonly error: ContractError | null;
  /** An answer is on its way. */
  readonly loading: boolean;
  /** The answer belongs to exactly what was asked, not to a query of the same family before it. */
  readonly exact: boolean;
  retry(): void;
}

/**
 * Asks the engine and follows its answer. `null` asks nothing. The key must name everything the answer depends on but the
 * revision; `load` may be a new closure at every render. A query whose key changes or whose view goes is aborted.
 */
export function useQuery<T>(spec: QuerySpec<T> | null): Query<T> {
  const { cache } = useWorkbench();
  const { generation } = useConnection();
  const key = spec?.key ?? '';
  const subscribe = useCallback((listener: () => void) => cache.subscribe(key, listener), [cache, key]);
  const state = useSyncExternalStore(subscribe, () => cache.state<T>(key));
  const revision = spec?.revision ?? -1;
  // Key and revision stand for the whole spec; a new connection asks again what failed.
  useEffect(() => {
    if (spec && generation > 0) cache.want(spec);
  }, [cache, key, revision, generation]);
  const value = state.value ?? (spec?.family === undefined ? undefined : cache.latest<T>(spec.family));
  return {
    value,
    error: state.error?.code === 'cancelled' ? null : state.error,
    loading: spec !== null && !state.error && (state.loading || state.value === undefined),
    exact: state.value !== undefined,
    retry: () => cache.retry(key),
  };
}
