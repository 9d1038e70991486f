import type { Workbench } from '../../data/index.ts';
import { type AppState, useApp, type ViewId } from '../../state/index.ts';
import { openSample } from '../actions/project.ts';
import { runCommand } from '../commands/use-commands.ts';

/** One thing to see, and the button that does it for the person. */
export interface TourStep {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly act: (workbench: Workbench) => unknown;
  /** Whether it is done already, so that the button may be passed over. */
  readonly isDone: (app: AppState) => boolean;
}

const view = (id: ViewId) => ({
  act: () => useApp.getState().openView(id),
  isDone: ({ location }: AppState) => location.view === id,
});

/** Two minutes over the sample shop, from the code to what is wrong with it. */
export const tourSteps: readonly TourStep[] = [
  {
    title: 'A project to look at',
    text: 'The sample shop is a small web service with flaws of every kind. It is copied to your own data folder, so nothing of yours is touched.',
    action: 'Open the sample shop',
    act: (workbench) => openSample(workbench, 'shop'),
    isDone: ({ location }) => location.project !== null,
  },
  {
    title: 'Run it under the tracer',
    text: 'Run starts the project in the terminal below, with the tracer loaded into it. Its files stay as they are, and its calls appear while it works.',
    action: 'Run',
    act: (workbench) => runCommand(workbench, 'run.start'),
    isDone: ({ location }) => location.run !== null,
  },
  {
    title: 'The run at a glance',
    text: 'What the code holds, what ran, what failed, what was slow. Every figure and every bar leads to what it counts.',
    action: 'Show the overview',
    ...view('overview'),
  },
  {
    title: 'Where the time goes',
    text: 'Each box is a function, as wide as its time, under the one that called it. A press selects it, a double press zooms in; / looks for a name.',
    action: 'Show the flame graph',
    ...view('flamegraph'),
  },
  {
    title: 'What is wrong',
    text: 'Findings join the source with the run. Select one to see its evidence, the calls that show it and how to mend it.',
    action: 'Show the findings',
    ...view('findings'),
  },
  {
    title: 'Line by line',
    text: 'A run at level 5 records every line and variable, and the replay steps through it forwards and backwards. Where a run has none, the view offers to record them.',
    action: 'Show the replay',
    ...view('replay'),
  },
  {
    title: 'Before and after',
    text: 'Change something, run again, and Compare lists what got slower, with regressions first. ? shows every key, Ctrl+Shift+P every command.',
    action: 'Show the comparison',
    ...view('compare'),
  },
];
