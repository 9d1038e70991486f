import type { Workbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { attempt, inform } from './report.ts';

/** Opens a file of the project in the editor that the person chose in the settings. */
export function openInEditor(workbench: Workbench, path: string, line: number | null): Promise<boolean> {
  const { location, layout } = useApp.getState();
  const dir = location.project;
  return attempt('The file cannot be opened in an editor', async () => {
    if (dir === null) return;
    const { editor } = layout;
    const { program } = await workbench.services.projects.openInEditor({ dir, path, line, editor });
    inform('Opened', `${line === null ? path : `${path}:${line}`} in ${program}`);
  });
}
