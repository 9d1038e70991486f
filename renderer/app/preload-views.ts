import type { Disposable } from '#contract';
import type { ViewId } from '../state/index.ts';
import { preloadCharts } from './chart/index.ts';
import { whenViewsAreThere } from './late-view.tsx';
import { views } from './views.ts';
import { whenIdle } from './when-idle.ts';

/** Those that one goes to and fro between come first. */
const often: readonly ViewId[] = ['timeline', 'flamegraph', 'functions', 'trace'];

/** Fetches the code of all views, and of what draws charts in them, while the window is idle, one after the other, so that the first press on a tab need not wait for it. */
export function preloadViews(): Disposable {
  let stopped = false;
  const next = async ([id, ...rest]: typeof often): Promise<void> => {
    await whenViewsAreThere();
    const view = views.find((each) => each.id === id);
    if (stopped) return;
    if (view === undefined) return void preloadCharts().catch(() => {});
    // A view that cannot be fetched now says so when it is shown.
    await view.Component.preload().catch(() => {});
    whenIdle(() => void next(rest));
  };
  const others = views.map(({ id }) => id).filter((id) => !often.includes(id));
  whenIdle(() => void next([...often, ...others]));
  return {
    dispose() {
      stopped = true;
    },
  };
}
