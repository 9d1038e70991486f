import { lazy } from 'react';
import type { View } from './view.ts';

/**
 * Every view, in the order of the tabs. A view is one folder below renderer/views and one entry here; its code is loaded when it
 * is first shown.
 */
export const views: readonly View[] = [
  {
    id: 'functions',
    title: 'Functions',
    icon: 'table',
    shortcut: 'Alt+3',
    place: 'trace',
    Component: lazy(async () => ({ default: (await import('../views/functions/index.ts')).FunctionsView })),
  },
];
