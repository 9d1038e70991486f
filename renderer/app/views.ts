import { flameKeys } from '../views/flamegraph/flame-keys.ts';
import { functionsKeys } from '../views/functions/functions-keys.ts';
import { replayKeys } from '../views/replay/replay-keys.ts';
import { sourceKeys } from '../views/source/source-keys.ts';
import { timelineKeys } from '../views/timeline/timeline-keys.ts';
import { traceKeys } from '../views/trace/tree-keys.ts';
import { lateView } from './late-view.tsx';
import type { View } from './view.ts';

/**
 * Every view, in the order of the tabs. A view is one folder below renderer/views and one entry here; its code is loaded when it
 * is first shown, only the tables of its keys are needed before.
 */
export const views: readonly View[] = [
  {
    id: 'welcome',
    title: 'Welcome',
    icon: 'home',
    shortcut: 'Alt+0',
    place: 'activity',
    Component: lateView('Welcome', async () => (await import('../views/welcome/index.ts')).WelcomeView),
  },
  {
    id: 'overview',
    title: 'Overview',
    icon: 'overview',
    shortcut: 'Alt+Shift+0',
    place: 'trace',
    Component: lateView('Overview', async () => (await import('../views/overview/index.ts')).OverviewView),
  },
  {
    id: 'timeline',
    title: 'Timeline',
    icon: 'timeline',
    shortcut: 'Alt+1',
    place: 'trace',
    Component: lateView('Timeline', async () => (await import('../views/timeline/index.ts')).TimelineView),
    keys: timelineKeys,
  },
  {
    id: 'flamegraph',
    title: 'Flame graph',
    icon: 'flamegraph',
    shortcut: 'Alt+2',
    place: 'trace',
    Component: lateView(
      'Flame graph',
      async () => (await import('../views/flamegraph/index.ts')).FlameGraphView,
    ),
    keys: flameKeys,
  },
  {
    id: 'functions',
    title: 'Functions',
    icon: 'table',
    shortcut: 'Alt+3',
    place: 'trace',
    Component: lateView('Functions', async () => (await import('../views/functions/index.ts')).FunctionsView),
    keys: functionsKeys,
  },
  {
    id: 'trace',
    title: 'Trace',
    icon: 'trace',
    shortcut: 'Alt+Shift+3',
    place: 'trace',
    Component: lateView('Trace', async () => (await import('../views/trace/index.ts')).TraceView),
    keys: traceKeys,
  },
  {
    id: 'modules',
    title: 'Modules',
    icon: 'graph',
    shortcut: 'Alt+4',
    place: 'trace',
    Component: lateView('Modules', async () => (await import('../views/modules/index.ts')).ModulesView),
  },
  {
    id: 'calls',
    title: 'Calls',
    icon: 'calls',
    shortcut: 'Alt+Shift+4',
    place: 'trace',
    Component: lateView('Calls', async () => (await import('../views/calls/index.ts')).CallsView),
  },
  {
    id: 'dependencies',
    title: 'Dependencies',
    icon: 'package',
    shortcut: 'Alt+Shift+5',
    place: 'trace',
    Component: lateView(
      'Dependencies',
      async () => (await import('../views/dependencies/index.ts')).DependenciesView,
    ),
  },
  {
    id: 'findings',
    title: 'Findings',
    icon: 'finding',
    shortcut: 'Alt+8',
    place: 'trace',
    Component: lateView('Findings', async () => (await import('../views/findings/index.ts')).FindingsView),
  },
  {
    id: 'source',
    title: 'Source',
    icon: 'source',
    shortcut: 'Alt+5',
    place: 'trace',
    Component: lateView('Source', async () => (await import('../views/source/index.ts')).SourceView),
    keys: sourceKeys,
  },
  {
    id: 'fixes',
    title: 'Fixes',
    icon: 'fix',
    shortcut: 'Alt+9',
    place: 'activity',
    Component: lateView('Fixes', async () => (await import('../views/fixes/index.ts')).FixesView),
  },
  {
    id: 'exercise',
    title: 'Exercise',
    icon: 'exercise',
    shortcut: 'Alt+Shift+8',
    place: 'activity',
    Component: lateView('Exercise', async () => (await import('../views/exercise/index.ts')).ExerciseView),
  },
  {
    id: 'replay',
    title: 'Replay',
    icon: 'replay',
    shortcut: 'Alt+Shift+9',
    place: 'trace',
    Component: lateView('Replay', async () => (await import('../views/replay/index.ts')).ReplayView),
    keys: replayKeys,
  },
  {
    id: 'compare',
    title: 'Compare',
    icon: 'compare',
    shortcut: 'Alt+6',
    place: 'activity',
    Component: lateView('Compare', async () => (await import('../views/compare/index.ts')).CompareView),
  },
  {
    id: 'runs',
    title: 'Runs',
    icon: 'history',
    shortcut: 'Alt+7',
    place: 'activity',
    Component: lateView('Runs', async () => (await import('../views/runs/index.ts')).RunsView),
  },
  {
    id: 'settings',
    title: 'Settings',
    icon: 'settings',
    shortcut: 'Ctrl+,',
    place: 'activity',
    Component: lateView('Settings', async () => (await import('../views/settings/index.ts')).SettingsView),
  },
];
