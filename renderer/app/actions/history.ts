import type { Run, RunId } from '#contract';
import { type Workbench, withRun } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { attempt, inform } from './report.ts';

export function renameRun(workbench: Workbench, run: RunId, name: string): Promise<boolean> {
  return attempt('The run could not be renamed', async () => {
    await workbench.services.runs.rename({ run, name });
  });
}

export function pinRun(workbench: Workbench, run: Run, pinned: boolean): Promise<boolean> {
  return attempt('The run could not be pinned', async () => {
    await workbench.services.runs.pin({ run: run.id, pinned });
  });
}

/** Deletes the run and its recording; another run of the project is shown if it was the one on screen. */
export function removeRun(workbench: Workbench, run: RunId): Promise<boolean> {
  return attempt('The run could not be removed', async () => {
    await workbench.services.runs.remove({ run });
    const { location, openRun } = useApp.getState();
    if (location.run === run) openRun(null);
    if (location.project !== null) workbench.runs.refresh(location.project);
  });
}

/** Copies a recording file that somebody sent into the project's runs. */
export function importRecording(workbench: Workbench): Promise<boolean> {
  return attempt('The recording could not be imported', async () => {
    const { location, openRun } = useApp.getState();
    const file = await workbench.abilities.pickFile('recording');
    if (!file || location.project === null) return;
    const run = await workbench.services.runs.importRecording({ dir: location.project, file });
    workbench.runs.change(run.dir, (list) => withRun(list, run));
    openRun(run.id);
    inform('Recording imported', `${run.name} is now among the runs of this project.`);
  });
}
