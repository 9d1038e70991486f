import type { IndexIntoThreads, TimeRange } from '#contract';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyMessage } from '../../widgets/Message.tsx';
import styles from './flamegraph.module.css';

interface EmptyTreeProps {
  readonly range: TimeRange | null;
  readonly thread: IndexIntoThreads | null;
  readonly byMemory: boolean;
  readonly isTransformed: boolean;
  readonly onAllThreads: () => void;
  readonly onUndo: () => void;
}

/** Nothing ran in the part of the run that is asked for: which filter to lift. */
export function EmptyTree({ range, thread, byMemory, isTransformed, onAllThreads, onUndo }: EmptyTreeProps) {
  const actions = (
    <>
      {range !== null && (
        <Button look="outline" onClick={() => useApp.getState().setRange(null)}>
          Clear the time range
        </Button>
      )}
      {isTransformed && (
        <Button look="outline" onClick={onUndo}>
          Undo the last transform
        </Button>
      )}
      {thread !== null && (
        <Button look="outline" onClick={onAllThreads}>
          Show all threads
        </Button>
      )}
    </>
  );
  return (
    <div className={styles.empty}>
      <EmptyMessage
        icon="flamegraph"
        title={byMemory ? 'The profile of memory has no traced function here' : 'No finished calls here'}
        actions={actions}
      >
        {byMemory
          ? 'What was allocated here was allocated outside of traced functions, or too little to be sampled.'
          : range === null && thread === null && !isTransformed
            ? 'Calls appear as soon as the first one has returned.'
            : 'Nothing ran in this part of the recording. Widen it to see the calls around it.'}
      </EmptyMessage>
    </div>
  );
}
