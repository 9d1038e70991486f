import { type ComponentType, useEffect, useState } from 'react';
import { LoadingMessage } from '../widgets/Message.tsx';

/** A component whose code is fetched when it is first shown, or before. */
export type LateView<Props extends object = object> = ComponentType<Props> & {
  /** Fetches the code; what is there already is not fetched again. */
  readonly preload: () => Promise<void>;
};

/**
 * What `lazy` and `Suspense` do, but code that is there already is shown in the same frame: React holds back what was suspended,
 * be it for an instant, for 300 ms.
 */
export function lateView<Props extends object = object>(
  title: string,
  load: () => Promise<ComponentType<Props>>,
): LateView<Props> {
  let Loaded: ComponentType<Props> | undefined;
  const preload = async () => {
    Loaded ??= await load();
  };
  function Late(props: Props) {
    const [error, setError] = useState<unknown>(null);
    const [, setShown] = useState(Loaded !== undefined);
    useEffect(() => {
      if (Loaded === undefined)
        preload().then(
          () => setShown(true),
          (reason: unknown) => setError(reason ?? new Error(`${title} could not be fetched`)),
        );
    }, []);
    if (error !== null) throw error;
    return Loaded === undefined ? <LoadingMessage title={`Opening ${title}`} /> : <Loaded {...props} />;
  }
  return Object.assign(Late, { preload });
}
