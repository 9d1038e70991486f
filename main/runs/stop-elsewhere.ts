import type { Run } from '#contract';
import { isStillAlive, stopTree } from '../launch/index.ts';

/** Ends the target of a run that another workbench, or a command line, started; that one records its end. */
export async function stopElsewhere(run: Run, force: boolean): Promise<void> {
  if (run.state !== 'running' || run.pid === null) return;
  if (await isStillAlive(run.pid, run.startedAt)) await stopTree(run.pid, { force });
}
