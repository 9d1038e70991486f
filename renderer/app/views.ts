import { lazy } from 'react';
// Only the keys: the views themselves are loaded when they are shown.
import { flameKeys } from '../views/flamegraph/flame-keys.ts';
import { timelineKeys } from '../views/timeline/timeline-keys.ts';
import type { View } from './view.ts';

/**
 * Every view, in the order of the tabs. A view is one folder below renderer/views and one entry here; its code is loaded when it
 * is first shown.
 */
export const views: readonly View[] = [
  {
    id: 'timeline',
    title: 'Timeline',
    icon: 'timeline',
    shortcut: 'Alt+1',
    place: 'trace',
    Component: lazy(async () => ({ default: (await import('../views/timeline/index.ts')).TimelineView })),
    keys: timelineKeys,
  },
  {
    id: 'flamegraph',
    title: 'Flame graph',
    icon: 'flamegraph',
    shortcut: 'Alt+2',
    place: 'trace',
    Component: lazy(async () => ({ default: (await import('../views/flamegraph/index.ts')).FlameGraphView })),
    keys: flameKeys,
  },
  {
    id: 'functions',
    title: 'Functions',
    icon: 'table',
    shortcut: 'Alt+3',
    place: 'trace',
    Component: lazy(async () => ({ default: (await import('../views/functions/index.ts')).FunctionsView })),
  },
];
