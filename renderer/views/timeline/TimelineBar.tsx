import type { TimelineBoxes } from '../../canvas/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { count } from '../../widgets/format.ts';
import styles from './timeline.module.css';

interface TimelineBarProps {
  readonly boxes: TimelineBoxes | null;
  /** The selection as a sentence; '' when nothing is selected. */
  readonly selected: string;
  readonly isRunning: boolean;
  readonly follows: boolean;
  readonly onFollow: () => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}

/** Buttons for what the keys do, what is selected, and how much of the recording can be told apart here. */
export function TimelineBar(props: TimelineBarProps) {
  const { boxes, selected, isRunning, follows } = props;
  return (
    <div className={styles.bar}>
      <IconButton small icon="plus" label="Zoom in" shortcut="W" onClick={() => props.onZoom(0.5)} />
      <IconButton small icon="minus" label="Zoom out" shortcut="S" onClick={() => props.onZoom(2)} />
      <IconButton small icon="fit" label="Show everything" shortcut="0" onClick={props.onFit} />
      {isRunning && (
        <Button
          small
          aria-pressed={follows}
          tip="Keep the newest calls in view while the app runs"
          onClick={props.onFollow}
        >
          Follow
        </Button>
      )}
      <output className={styles.selected} aria-live="polite">
        {selected}
      </output>
      {boxes !== null && <Shown boxes={boxes} />}
    </div>
  );
}

function Shown({ boxes }: { boxes: TimelineBoxes }) {
  const { spans, density } = boxes.window;
  let crowded = 0;
  for (let i = 0; i < density.length; i++) crowded += density.count[i] as number;
  return (
    <span className={styles.shown}>
      {count(spans.length)} calls one by one
      {crowded > 0 && (
        <span data-tip="Calls narrower than a pixel are drawn together as striped blocks; zoom in to see each">
          , {count(crowded)} in striped blocks
        </span>
      )}
    </span>
  );
}
