import { ContractError, isContractError, type ReceivedFile, type Run, type RunId } from '#contract';
import { projectKeys, type Workbench, withRun } from '../../data/index.ts';
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
    const { project } = useApp.getState().location;
    const file = await workbench.abilities.pickFile('recording');
    if (!file || project === null) return;
    await takeIn(workbench, project, file);
  });
}

/**
 * Opens a recording that was dropped on the window or double-clicked: among the runs of the project on screen, else of the folder
 * it lies in. One that is there already is shown.
 */
export function openRecording(workbench: Workbench, received: () => Promise<ReceivedFile>): Promise<boolean> {
  return attempt('The recording could not be opened', async () => {
    const { file, folder } = await received();
    const project = useApp.getState().location.project ?? folder;
    if (project === null) throw noProject();
    if (useApp.getState().location.project !== project) {
      const opened = await workbench.services.projects.open({ dir: project }).catch(() => {
        throw noProject();
      });
      workbench.cache.put(projectKeys.project(opened.dir), opened);
      workbench.cache.invalidate(projectKeys.recent);
      useApp.getState().openProject(opened.dir);
    }
    try {
      await takeIn(workbench, useApp.getState().location.project ?? project, file);
    } catch (error) {
      const known = isContractError(error, 'refused') ? knownRun(error.data) : null;
      if (known === null) throw error;
      useApp.getState().openRun(known);
    }
  });
}

const noProject = (): ContractError =>
  new ContractError('refused', 'Open the folder of its project first, then open the recording again.');

/** The run that a recording is of, where the engine says that it is here already. */
function knownRun(data: unknown): RunId | null {
  const run = (data as { readonly run?: unknown } | undefined)?.run;
  return typeof run === 'string' ? run : null;
}

async function takeIn(workbench: Workbench, dir: string, file: string): Promise<void> {
  const run = await workbench.services.runs.importRecording({ dir, file });
  workbench.runs.change(run.dir, (list) => withRun(list, run));
  useApp.getState().openRun(run.id);
  inform('Recording imported', `${run.name} is now among the runs of this project.`);
}
