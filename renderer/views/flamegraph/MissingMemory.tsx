import { showSetting } from '../../app/actions/setting.ts';
import { MEMORY_SETTING } from '../../app/memory-words.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyMessage } from '../../widgets/Message.tsx';
import styles from './flamegraph.module.css';
import type { NoMemory } from './no-memory.ts';

interface MissingMemoryProps {
  readonly why: NoMemory;
  /** Shows all traces again. */
  readonly onAllTraces: () => void;
  /** Width by total time. */
  readonly onByTime: () => void;
}

/** The width by memory is asked for, and there is none: why, and what to do. */
export function MissingMemory({ why, onAllTraces, onByTime }: MissingMemoryProps) {
  const away = {
    profile: { title: `Open ${MEMORY_SETTING}`, onClick: () => showSetting(MEMORY_SETTING) },
    range: { title: 'Clear the time range', onClick: () => useApp.getState().setRange(null) },
    trace: { title: 'Show the whole run', onClick: onAllTraces },
  }[why];
  const actions = (
    <>
      <Button look="outline" onClick={away.onClick}>
        {away.title}
      </Button>
      <Button look="outline" onClick={onByTime}>
        Width by total time
      </Button>
    </>
  );
  return (
    <div className={styles.empty}>
      <EmptyMessage
        icon="flamegraph"
        title={
          why === 'profile'
            ? 'This run has no profile of memory'
            : 'What was allocated is known of the whole run only'
        }
        actions={actions}
      >
        {why === 'profile'
          ? `${MEMORY_SETTING} records which function allocated how much: every byte, or what is still in use. Set it and run again.`
          : 'A profile of memory says which functions allocated how much, and not when, nor for which request.'}
      </EmptyMessage>
    </div>
  );
}
