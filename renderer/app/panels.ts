import { lateView } from './late-view.tsx';

/** What stands beside and below the views. Loaded when first shown, as views are, but after them. */
const isAside = true;

export const panels = {
  inspector: {
    title: 'Inspector',
    Component: lateView(
      'Inspector',
      async () => (await import('../views/inspector/index.ts')).Inspector,
      isAside,
    ),
  },
  terminal: {
    title: 'Terminal',
    Component: lateView(
      'Terminal',
      async () => (await import('../views/terminal/index.ts')).TerminalView,
      isAside,
    ),
  },
  search: {
    title: 'Search',
    Component: lateView(
      'Search',
      async () => (await import('../views/search/index.ts')).SearchPanel,
      isAside,
    ),
  },
  sql: {
    title: 'SQL',
    Component: lateView('SQL', async () => (await import('../views/sql/index.ts')).SqlPanel, isAside),
  },
} as const;
