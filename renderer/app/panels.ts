import { lazy } from 'react';

/** What stands beside and below the views. Loaded when first shown, as views are. */
export const panels = {
  inspector: {
    title: 'Inspector',
    Component: lazy(async () => ({ default: (await import('../views/inspector/index.ts')).Inspector })),
  },
  terminal: {
    title: 'Terminal',
    Component: lazy(async () => ({ default: (await import('../views/terminal/index.ts')).TerminalView })),
  },
  search: {
    title: 'Search',
    Component: lazy(async () => ({ default: (await import('../views/search/index.ts')).SearchPanel })),
  },
  sql: {
    title: 'SQL',
    Component: lazy(async () => ({ default: (await import('../views/sql/index.ts')).SqlPanel })),
  },
} as const;
