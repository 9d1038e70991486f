import { create } from 'zustand';
import type { AppState } from './app-state.ts';
import { createChosenPath } from './chosen-path.ts';
import { createFilters } from './filters.ts';
import { createLaunch } from './launch.ts';
import { createLayout } from './layout.ts';
import { createNavigation } from './navigation.ts';
import { createOverlays } from './overlays.ts';
import { createQueries } from './queries.ts';
import { createTour } from './tour.ts';

/** The one store of the window: `useApp((state) => ...)` in components, `useApp.getState()` in commands. */
export const useApp = create<AppState>()((...seams) => ({
  ...createNavigation(...seams),
  ...createFilters(...seams),
  ...createChosenPath(...seams),
  ...createLayout(...seams),
  ...createLaunch(...seams),
  ...createOverlays(...seams),
  ...createQueries(...seams),
  ...createTour(...seams),
}));
