import type { Run } from '#contract';

/** A run's state in words: `running`, `exit 0`, `SIGTERM`, `failed to start`, `interrupted`. */
export function runStateText(run: Run): string {
  switch (run.state) {
    case 'running':
      return 'running';
    case 'stopping':
      return 'stopping';
    case 'finishing':
      return 'reading the last spans';
    case 'failed':
      return 'failed to start';
    case 'interrupted':
      return 'interrupted';
    case 'done':
      return run.signal ?? `exit ${run.exitCode ?? 'unknown'}`;
  }
}

/** Whether the process ended as a program should. */
export function endedBadly(run: Run): boolean {
  return run.state === 'failed' || (run.state === 'done' && run.signal === null && (run.exitCode ?? 0) !== 0);
}
