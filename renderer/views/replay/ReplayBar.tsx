import type { IndexIntoThreads } from '#contract';
import type { KeysInView } from '#renderer/app/keys/use-keys.ts';
import type { StepThread } from '#renderer/data/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { Select } from '#renderer/widgets/Field.tsx';
import { count, shortCount } from '#renderer/widgets/format.ts';
import type { IconName } from '#renderer/widgets/icons.ts';
import styles from './Replay.module.css';
import type { ReplayAction } from './replay-keys.ts';
import type { Replay } from './use-replay.ts';

interface ReplayBarProps {
  readonly threads: readonly StepThread[];
  readonly replay: Replay;
  readonly total: number;
  readonly keys: KeysInView<ReplayAction>;
  readonly canRunToCursor: boolean;
  readonly onThread: (thread: IndexIntoThreads) => void;
  readonly onAct: (action: ReplayAction) => void;
}

interface Control {
  readonly action: ReplayAction;
  readonly icon: IconName;
  readonly label: string;
}

const backwards: readonly Control[] = [
  { action: 'back-out', icon: 'stepOut', label: 'Back to the call of this function' },
  { action: 'back-over', icon: 'stepBack', label: 'Step back over' },
  { action: 'back', icon: 'arrowUp', label: 'Step back' },
];
const forwards: readonly Control[] = [
  { action: 'into', icon: 'arrowDown', label: 'Step into' },
  { action: 'over', icon: 'stepOver', label: 'Step over' },
  { action: 'out', icon: 'stepInto', label: 'Step out' },
];
const far: readonly Control[] = [
  { action: 'back-to-cursor', icon: 'fromCursor', label: 'Back to the cursor' },
  { action: 'to-cursor', icon: 'toCursor', label: 'Run to the cursor' },
];

/** Where the replay can go from here. */
export function ReplayBar({ threads, replay, total, keys, canRunToCursor, onThread, onAct }: ReplayBarProps) {
  const { place, busy } = replay;
  const controls = (group: readonly Control[], disabled: boolean) =>
    group.map(({ action, icon, label }) => (
      <IconButton
        key={action}
        small
        icon={icon}
        label={label}
        shortcut={keys.text(action)}
        disabled={disabled}
        onClick={() => onAct(action)}
      />
    ));
  return (
    <div className={styles.bar} role="toolbar" aria-label="Replay">
      <Select
        small
        label="Thread"
        value={place.thread}
        onChange={(event) => onThread(Number(event.target.value))}
      >
        {threads.map(({ thread, name, total: steps }) => (
          <option key={thread} value={thread}>
            {name} ({shortCount(steps)} steps)
          </option>
        ))}
      </Select>
      <span className={styles.group}>{controls(backwards, place.step === 0)}</span>
      <span className={styles.group}>{controls(forwards, place.step >= total)}</span>
      <span className={styles.group}>{controls(far, !canRunToCursor)}</span>
      <span className={styles.gap} />
      {busy && (
        <Button small look="outline" onClick={replay.cancel}>
          Cancel
        </Button>
      )}
      <output className={styles.position} aria-label="Position">
        Step <b>{count(Math.min(place.step + 1, total))}</b> of {count(total)}
        {place.step >= total && ', at the end'}
      </output>
    </div>
  );
}
