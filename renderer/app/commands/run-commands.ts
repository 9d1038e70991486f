import type { Project } from '#contract';
import { exportRun } from '../actions/export.ts';
import { importRecording, pinRun } from '../actions/history.ts';
import { attempt } from '../actions/report.ts';
import { runAgain, startConfiguration, stopRun } from '../actions/run.ts';
import type { Command, Situation } from './command.ts';

const group = 'Run';
const withRun = ({ run }: Situation) => run !== undefined;
const withProject = ({ project }: Situation) => project !== undefined;
/** A running process may be stopped; one whose spans are only being read may not. */
const stoppable = ({ run }: Situation) => run?.state === 'running' || run?.state === 'stopping';

/** The configuration that Run starts: the last one chosen, else the first. */
export function defaultConfiguration(project: Project, chosen: Readonly<Record<string, string>>) {
  return project.configurations.find(({ id }) => id === chosen[project.dir]) ?? project.configurations[0];
}

export const runCommands: readonly Command[] = [
  {
    id: 'run.start',
    title: 'Run the project under the tracer',
    group,
    shortcut: 'F5',
    when: ({ app }) => app.location.project !== null,
    // A press that comes before the project is there waits for it.
    run: ({ workbench, project, app }) =>
      attempt('The project could not be run', async () => {
        const dir = app.location.project;
        if (dir === null) return;
        const opened = project ?? (await workbench.services.projects.open({ dir }));
        const configuration = defaultConfiguration(opened, app.chosen);
        if (configuration) await startConfiguration(workbench, opened, configuration.id);
        else app.showOverlay({ kind: 'run-command' });
      }),
  },
  {
    id: 'run.command',
    title: 'Run a command of your own...',
    group,
    shortcut: 'Alt+F5',
    when: withProject,
    run: ({ app }) => app.showOverlay({ kind: 'run-command' }),
  },
  {
    id: 'run.stop',
    title: 'Stop the run',
    group,
    shortcut: 'Shift+F5',
    when: stoppable,
    run: ({ workbench, run }) => run && stopRun(workbench, run, run.state === 'stopping'),
  },
  {
    id: 'run.kill',
    title: 'Force the run to stop',
    group,
    when: stoppable,
    run: ({ workbench, run }) => run && stopRun(workbench, run, true),
  },
  {
    id: 'run.again',
    title: 'Run the same command again',
    group,
    shortcut: 'Ctrl+Shift+F5',
    when: withRun,
    run: ({ workbench, run }) => run && runAgain(workbench, run),
  },
  {
    id: 'run.export-baseline',
    title: 'Export the baseline...',
    group,
    shortcut: 'Ctrl+E',
    when: withRun,
    run: ({ workbench, run }) => run && exportRun(workbench, run, 'baseline'),
  },
  {
    id: 'run.export-speedscope',
    title: 'Export for speedscope...',
    group,
    when: withRun,
    run: ({ workbench, run }) => run && exportRun(workbench, run, 'speedscope'),
  },
  {
    id: 'run.export-spans',
    title: 'Export all spans as JSON lines...',
    group,
    when: withRun,
    run: ({ workbench, run }) => run && exportRun(workbench, run, 'spans'),
  },
  {
    id: 'run.rename',
    title: 'Rename the run...',
    group,
    shortcut: 'F2',
    when: withRun,
    run: ({ app, run }) => run && app.showOverlay({ kind: 'rename-run', run: run.id, name: run.name }),
  },
  {
    id: 'run.pin',
    title: 'Pin or unpin the run',
    group,
    when: withRun,
    run: ({ workbench, run }) => run && pinRun(workbench, run, !run.pinned),
  },
  {
    id: 'run.remove',
    title: 'Remove the run...',
    group,
    when: ({ run, live }) => run !== undefined && !live,
    run: ({ app, run }) => run && app.showOverlay({ kind: 'remove-run', run: run.id, name: run.name }),
  },
  {
    id: 'run.import',
    title: 'Import a recording file...',
    group,
    when: ({ project }) => project !== undefined,
    run: ({ workbench }) => importRecording(workbench),
  },
];
