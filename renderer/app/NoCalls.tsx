import type { Run } from '#contract';
import { isLive } from '../data/index.ts';
import { EmptyMessage } from '../widgets/Message.tsx';

/** What a view of calls says while there is none: still to come, or why there will be none. */
export function NoCalls({ run, icon }: { run: Run; icon: 'flamegraph' | 'timeline' }) {
  if (isLive(run))
    return (
      <EmptyMessage icon={icon} title="Waiting for the first call">
        Calls appear here as soon as the app runs a function of the project. Use the app in the terminal
        below.
      </EmptyMessage>
    );
  if (run.diagnosis)
    return (
      <EmptyMessage icon={icon} title={run.diagnosis.title}>
        {run.diagnosis.detail} {run.diagnosis.action}
      </EmptyMessage>
    );
  return (
    <EmptyMessage icon={icon} title="This run recorded no calls">
      No function of the project ran while it was traced. Check that the level is 1 or higher and that the
      command runs files of this folder, then run it again.
    </EmptyMessage>
  );
}
