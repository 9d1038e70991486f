import { lateView } from './late-view.tsx';

/** What stands beside and below the views. Loaded when first shown, as views are. */
export const panels = {
  inspector: {
    title: 'Inspector',
    Component: lateView('Inspector', async () => (await import('../views/inspector/index.ts')).Inspector),
  },
  terminal: {
    title: 'Terminal',
    Component: lateView('Terminal', async () => (await import('../views/terminal/index.ts')).TerminalView),
  },
  search: {
    title: 'Search',
    Component: lateView('Search', async () => (await import('../views/search/index.ts')).SearchPanel),
  },
  sql: {
    title: 'SQL',
    Component: lateView('SQL', async () => (await import('../views/sql/index.ts')).SqlPanel),
  },
} as const;
