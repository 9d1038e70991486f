import type { View } from './view.ts';

/** Every view, in the order of the tabs. A view is one folder below renderer/views and one entry here. */
export const views: readonly View[] = [];
