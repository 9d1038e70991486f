import type { Project, Run, StartRun, TracingLevel } from '#contract';
import { projectKeys, type Workbench, withRun } from '../../data/index.ts';
import { isTraceView, useApp } from '../../state/index.ts';
import { attempt } from './report.ts';

/** Starts a configuration of the project, and remembers it as the one that Run starts. */
export function startConfiguration(workbench: Workbench, project: Project, id: string): Promise<boolean> {
  useApp.getState().choose(project.dir, id);
  return start(workbench, { dir: project.dir, configuration: id });
}

/** Starts a shell line of the person's own; `saveAs` also keeps it as a configuration. */
export function startCommand(
  workbench: Workbench,
  project: Project,
  command: string,
  cwd: string,
  saveAs: string | null,
): Promise<boolean> {
  if (saveAs === null) return start(workbench, { dir: project.dir, command, cwd });
  return attempt('The configuration could not be saved', async () => {
    const id = `saved-${saveAs.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
    const configuration = { id, name: saveAs, command, cwd, env: {}, level: null };
    const saved = await workbench.services.projects.saveConfiguration({ dir: project.dir, configuration });
    workbench.cache.put(projectKeys.project(project.dir), saved);
    await startConfiguration(workbench, saved, id);
  });
}

/** The same command once more; `level`: another one than the workbench is set to. */
export function runAgain(workbench: Workbench, run: Run, level?: TracingLevel): Promise<boolean> {
  return start(workbench, { dir: run.dir, command: run.command, cwd: run.cwd }, level);
}

export function stopRun(workbench: Workbench, run: Run, force: boolean): Promise<boolean> {
  return attempt('The run could not be stopped', async () => {
    await workbench.services.runs.stop({ run: run.id, force });
  });
}

function start(
  workbench: Workbench,
  what: Omit<StartRun, 'columns' | 'rows' | 'level'>,
  ownLevel?: TracingLevel,
): Promise<boolean> {
  const { level, terminal, openRun, openView, changeLayout, location } = useApp.getState();
  return attempt('The run could not be started', async () => {
    const run = await workbench.services.runs.start({
      ...what,
      ...terminal,
      level: ownLevel ?? level ?? undefined,
    });
    workbench.runs.change(run.dir, (list) => withRun(list, run));
    openRun(run.id);
    if (!isTraceView(location.view)) openView('flamegraph');
    changeLayout({ bottomOpen: true, bottomTab: 'terminal' });
  });
}
