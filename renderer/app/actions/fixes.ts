import type { ProjectDir, Proof } from '#contract';
import type { Workbench } from '../../data/index.ts';
import { openComparison } from '../../state/index.ts';
import { attempt } from './report.ts';

/** Takes a fix back; where later edits stand in the way nothing is touched, and the person is told. */
export function undoFix(workbench: Workbench, dir: ProjectDir, id: string): Promise<boolean> {
  return attempt('The fix could not be undone', async () => {
    await workbench.services.fixes.undo({ dir, id });
    workbench.fixing.sourceChanged(dir);
  });
}

export function undoAllFixes(workbench: Workbench, dir: ProjectDir): Promise<boolean> {
  return attempt('Not all fixes could be undone', async () => {
    try {
      await workbench.services.fixes.undoAll({ dir });
    } finally {
      // Those before the one that could not be undone are.
      workbench.fixing.sourceChanged(dir);
    }
  });
}

/** Shows the run before a fix beside the one after it. */
export function compareProof({ before, after }: Proof): void {
  if (before !== null && after !== null) openComparison(before, after);
}
