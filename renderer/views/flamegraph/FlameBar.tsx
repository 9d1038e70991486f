import type { CallTreeTable, IndexIntoThreads, ThreadSummary, TimeRange } from '#contract';
import { durationText, timeText } from '../../canvas/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Field.tsx';
import { count } from '../../widgets/format.ts';
import styles from './flamegraph.module.css';

export type FlameOrder = 'left-heavy' | 'first-call';

const orders = [
  { id: 'left-heavy', title: 'Left heavy', shortcut: '1', tip: 'The longest first' },
  { id: 'first-call', title: 'First call', shortcut: '2', tip: 'In the order of the first call' },
] as const;

interface FlameBarProps {
  readonly order: FlameOrder;
  readonly onOrder: (order: FlameOrder) => void;
  readonly threads: readonly ThreadSummary[];
  readonly thread: IndexIntoThreads | null;
  readonly onThread: (thread: IndexIntoThreads | null) => void;
  readonly range: TimeRange | null;
  readonly onClearRange: () => void;
  /** The selection as a sentence; '' when nothing is selected. */
  readonly selected: string;
  /** Share of the time that a search found, as text; `null` when none is under way. */
  readonly matched: string | null;
  readonly table: CallTreeTable | undefined;
  readonly isZoomed: boolean;
  readonly onReset: () => void;
}

export function FlameBar(props: FlameBarProps) {
  const { order, threads, thread, range, selected, matched, table } = props;
  return (
    <div className={styles.bar}>
      <fieldset className={styles.orders} aria-label="Order of the calls">
        {orders.map(({ id, title, shortcut, tip }) => (
          <Button
            key={id}
            small
            aria-pressed={order === id}
            tip={tip}
            shortcut={shortcut}
            onClick={() => props.onOrder(id)}
          >
            {title}
          </Button>
        ))}
      </fieldset>
      {threads.length > 1 && (
        <Select
          small
          label="Thread"
          className={styles.thread}
          value={thread ?? ''}
          onChange={({ target }) => props.onThread(target.value === '' ? null : Number(target.value))}
        >
          <option value="">All threads</option>
          {threads.map(({ index, name }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </Select>
      )}
      <IconButton
        small
        icon="fit"
        label="Show everything"
        shortcut="0"
        disabled={!props.isZoomed}
        onClick={props.onReset}
      />
      {range !== null && (
        <span className={styles.range}>
          Only {rangeText(range)}
          <IconButton small icon="close" label="Clear the time range" onClick={props.onClearRange} />
        </span>
      )}
      <output className={styles.selected} aria-live="polite">
        {selected}
      </output>
      {matched !== null && <span className={styles.note}>{matched} of the time found</span>}
      {table !== undefined && table.omitted > 0 && (
        <span className={styles.note} data-tip="They are narrower than half a pixel; zoom in and they come">
          {count(table.omitted)} rows too narrow
        </span>
      )}
    </div>
  );
}

/** `6.57 ms from 3.0774 s`: the start as exactly as the length makes sense. */
function rangeText({ startNs, endNs }: TimeRange): string {
  return `${durationText(endNs - startNs)} from ${timeText(startNs, Math.max(1, (endNs - startNs) / 10))}`;
}
