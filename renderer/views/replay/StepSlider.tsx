import type { KeysInView } from '#renderer/app/keys/use-keys.ts';
import { useStepsAround } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { count, duration, figureText } from '#renderer/widgets/format.ts';
import styles from './Replay.module.css';
import type { ReplayAction } from './replay-keys.ts';
import type { Replay } from './use-replay.ts';

interface StepSliderProps {
  readonly total: number;
  readonly replay: Replay;
  readonly keys: KeysInView<ReplayAction>;
}

/** The whole thread as a line to move on. While it is dragged the number follows, and the variables as fast as they come. */
export function StepSlider({ total, replay, keys }: StepSliderProps) {
  const { step } = replay.place;
  const run = useApp(({ location }) => location.run);
  const here = useStepsAround(run, replay.place, 0, 1).value;
  const at = here?.length ? (here.timeNs[0] as number) : null;
  const time = at === null ? '' : figureText(duration(at));
  return (
    <div className={styles.slider}>
      <IconButton
        small
        icon="first"
        label="First step"
        shortcut={keys.text('first')}
        onClick={() => replay.go({ kind: 'first' })}
      />
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={`step ${count(step + 1)} of ${count(total)}${time === '' ? '' : ` at ${time}`}`}
        min={0}
        max={total}
        step={1}
        value={step}
        onChange={(event) => replay.jump(event.target.valueAsNumber)}
      />
      <IconButton
        small
        icon="last"
        label="The end"
        shortcut={keys.text('last')}
        onClick={() => replay.go({ kind: 'last' })}
      />
      <span className={styles.time} data-tip="Time of the last call or return before this step">
        {time}
      </span>
    </div>
  );
}
