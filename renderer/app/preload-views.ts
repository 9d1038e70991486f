import type { Disposable } from '#contract';

/** Those that one goes to and fro between; the others are fetched when they are first shown. */
const loads: readonly (() => Promise<unknown>)[] = [
  () => import('../views/timeline/index.ts'),
  () => import('../views/flamegraph/index.ts'),
  () => import('../views/functions/index.ts'),
  () => import('../views/trace/index.ts'),
];

/** Fetches the code of the views of a run while the window is idle, so that the first press on a tab need not wait for it. */
export function preloadViews(): Disposable {
  let stopped = false;
  const next = async ([load, ...rest]: typeof loads): Promise<void> => {
    if (load === undefined || stopped) return;
    // A view that cannot be fetched now says so when it is shown.
    await load().catch(() => {});
    whenIdle(() => void next(rest));
  };
  whenIdle(() => void next(loads));
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
