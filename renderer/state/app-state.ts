import type { StateCreator } from 'zustand';
import type { ChosenPathSlice } from './chosen-path.ts';
import type { FiltersSlice } from './filters.ts';
import type { LaunchSlice } from './launch.ts';
import type { LayoutSlice } from './layout.ts';
import type { NavigationSlice } from './navigation.ts';
import type { OverlaySlice } from './overlays.ts';
import type { QueriesSlice } from './queries.ts';
import type { TourSlice } from './tour.ts';

/** Everything the window remembers about what the person is doing: ids and choices, never the data itself. */
export type AppState = NavigationSlice &
  FiltersSlice &
  ChosenPathSlice &
  LayoutSlice &
  LaunchSlice &
  OverlaySlice &
  QueriesSlice &
  TourSlice;

export type Slice<S> = StateCreator<AppState, [], [], S>;
