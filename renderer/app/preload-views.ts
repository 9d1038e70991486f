import type { Disposable } from '#contract';
import type { ViewId } from '../state/index.ts';
import { views } from './views.ts';

/** Those that one goes to and fro between; the others are fetched when they are first shown. */
const often: readonly ViewId[] = ['timeline', 'flamegraph', 'functions', 'trace'];

/** Fetches the code of the views of a run while the window is idle, so that the first press on a tab need not wait for it. */
export function preloadViews(): Disposable {
  let stopped = false;
  const next = async ([id, ...rest]: typeof often): Promise<void> => {
    const view = views.find((each) => each.id === id);
    if (view === undefined || stopped) return;
    // A view that cannot be fetched now says so when it is shown.
    await view.Component.preload().catch(() => {});
    whenIdle(() => void next(rest));
  };
  whenIdle(() => void next(often));
  return {
    dispose() {
      stopped = true;
    },
  };
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work);
  else setTimeout(work, 200);
}
