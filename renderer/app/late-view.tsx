import { type ComponentType, useEffect, useState } from 'react';
import { LoadingMessage } from '../widgets/Message.tsx';

/** A component whose code is fetched when it is first shown, or before. */
export type LateView<Props extends object = object> = ComponentType<Props> & {
  /** Fetches the code; what is there already is not fetched again. */
  readonly preload: () => Promise<void>;
};

/** Views on screen whose code is on its way. */
const awaited = new Set<Promise<void>>();

/** Once no view waits for its code: whatever else is fetched would delay it. */
export async function whenViewsAreThere(): Promise<void> {
  // The effects of what was drawn together have all begun to fetch by then.
  await Promise.resolve();
  while (awaited.size > 0) await Promise.allSettled(awaited);
}

/**
 * What `lazy` and `Suspense` do, but code that is there already is shown in the same frame: React holds back what was suspended,
 * be it for an instant, for 300 ms.
 * @param isAside stands beside a view, which goes first
 */
export function lateView<Props extends object = object>(
  title: string,
  load: () => Promise<ComponentType<Props>>,
  isAside = false,
): LateView<Props> {
  let Loaded: ComponentType<Props> | undefined;
  const preload = async () => {
    Loaded ??= await load();
  };
  async function fetchForScreen(): Promise<void> {
    if (isAside) {
      await whenViewsAreThere();
      return preload();
    }
    const fetching = preload();
    awaited.add(fetching);
    return fetching.finally(() => awaited.delete(fetching));
  }
  function Late(props: Props) {
    const [error, setError] = useState<unknown>(null);
    const [, setShown] = useState(Loaded !== undefined);
    useEffect(() => {
      if (Loaded === undefined)
        fetchForScreen().then(
          () => setShown(true),
          (reason: unknown) => setError(reason ?? new Error(`${title} could not be fetched`)),
        );
    }, []);
    if (error !== null) throw error;
    return Loaded === undefined ? <LoadingMessage title={`Opening ${title}`} /> : <Loaded {...props} />;
  }
  return Object.assign(Late, { preload });
}
