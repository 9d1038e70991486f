import type { Run } from '#contract';
import { stopTree } from '../launch/index.ts';
import { writersOf } from './writers.ts';

/** Ends the processes of a run that this workbench did not start, or took up after a crash; its recorder sees them end. */
export async function stopElsewhere(run: Run, spoolDir: string, force: boolean): Promise<void> {
  if (run.state !== 'running' && run.state !== 'stopping') return;
  const writers = await writersOf(run, spoolDir);
  await Promise.all(writers.map((pid) => stopTree(pid, { force })));
}
