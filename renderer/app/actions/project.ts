import type { Project, ProjectDir } from '#contract';
import { projectKeys, type Workbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { attempt } from './report.ts';

/** The host's folder dialog where there is one, else the app's own. */
export async function openFolder(workbench: Workbench): Promise<void> {
  const { pickFolder } = workbench.abilities;
  if (!pickFolder) return useApp.getState().showOverlay({ kind: 'open-folder' });
  await attempt('The folder could not be chosen', async () => {
    const dir = await pickFolder();
    if (dir !== null) await openProject(workbench, dir);
  });
}

/** Opens a folder as a project and shows its newest run. Says why when it cannot. */
export function openProject(workbench: Workbench, dir: ProjectDir): Promise<boolean> {
  return attempt('The folder could not be opened', async () => {
    show(workbench, await workbench.services.projects.open({ dir }));
  });
}

export function openSample(workbench: Workbench, id: string): Promise<boolean> {
  return attempt('The sample could not be opened', async () => {
    show(workbench, await workbench.services.projects.openSample({ id }));
  });
}

export function forgetProject(workbench: Workbench, dir: ProjectDir): Promise<boolean> {
  return attempt('The project could not be forgotten', async () => {
    await workbench.services.projects.forget({ dir });
    workbench.cache.invalidate(projectKeys.recent);
  });
}

function show(workbench: Workbench, project: Project): void {
  workbench.cache.put(projectKeys.project(project.dir), project);
  workbench.cache.invalidate(projectKeys.recent);
  useApp.getState().showOverlay(null);
  useApp.getState().openProject(project.dir);
}
