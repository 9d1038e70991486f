import type { CallTreeTable, FunctionTable, Run, ThreadSummary, TimeRange } from '#contract';
import { useKeysOf } from '../../app/keys/use-keys.ts';
import { durationText, timeText } from '../../canvas/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Select } from '../../widgets/Field.tsx';
import { count } from '../../widgets/format.ts';
import { Menu } from '../../widgets/Menu.tsx';
import { flameKeys } from './flame-keys.ts';
import { type FlameSettings, flameOrders, flameWeights } from './flame-settings.ts';
import styles from './flamegraph.module.css';
import { memoryBar, type NoMemory } from './no-memory.ts';
import { UnseenMenu } from './UnseenMenu.tsx';
import type { UnseenFunction } from './unseen.ts';
import { weightTitles } from './use-graph.ts';

const orderTexts: Readonly<Record<FlameSettings['order'], { title: string; tip: string }>> = {
  'first-call': { title: 'Time order', tip: 'In the order of the first call' },
  'left-heavy': { title: 'Left heavy', tip: 'The widest first' },
  sandwich: {
    title: 'Sandwich',
    tip: 'All callers above a function, all it called below; of the selected function',
  },
  'bottom-up': { title: 'Bottom up', tip: 'What spent the time itself on top, its callers below' },
};

const whyNoMemory: Readonly<Record<NoMemory, string>> = {
  profile: ': not recorded',
  range: ': not of a part of the time',
  trace: ': not of one trace',
};

interface FlameBarProps {
  readonly settings: FlameSettings;
  readonly onOrder: (order: FlameSettings['order']) => void;
  readonly onChange: (change: Partial<FlameSettings>) => void;
  readonly functions: Pick<FunctionTable, 'memory'>;
  readonly threads: readonly ThreadSummary[];
  /** Ended runs that this one can be compared with. */
  readonly others: readonly Run[];
  readonly range: TimeRange | null;
  readonly onClearRange: () => void;
  /** The selection as a sentence; '' when nothing is selected. */
  readonly selected: string;
  /** Share of the width that a search found, as text; `null` when none is under way. */
  readonly matched: string | null;
  /** Functions that the search found and that no box here stands for. */
  readonly unseen: readonly UnseenFunction[];
  readonly table: CallTreeTable | undefined;
  readonly isZoomed: boolean;
  readonly onReset: () => void;
  readonly onExport: (format: 'svg' | 'png') => void;
}

export function FlameBar(props: FlameBarProps) {
  const { settings, onChange, threads, range, selected, matched, unseen, table } = props;
  const isCompared = settings.base !== null;
  const barsMemory = memoryBar(settings, props.functions, range);
  const keys = useKeysOf('flamegraph', flameKeys);
  return (
    <div className={styles.bar}>
      <fieldset className={styles.orders} aria-label="Order of the calls" disabled={isCompared}>
        {flameOrders.map((order) => (
          <Button
            key={order}
            small
            aria-pressed={settings.order === order}
            tip={orderTexts[order].tip}
            shortcut={keys.text(order)}
            onClick={() => props.onOrder(order)}
          >
            {orderTexts[order].title}
          </Button>
        ))}
      </fieldset>
      <Select
        small
        label="Width of a call"
        className={styles.weight}
        disabled={isCompared}
        value={settings.by}
        onChange={({ target }) => onChange({ by: flameWeights.find((by) => by === target.value) ?? 'total' })}
      >
        {flameWeights.map((by) => (
          // What has no profile can be chosen: the graph then says how to get one.
          <option
            key={by}
            value={by}
            disabled={
              by === 'memory' && by !== settings.by && barsMemory !== null && barsMemory !== 'profile'
            }
          >
            {weightTitles[by]}
            {by === 'memory' && by !== settings.by && barsMemory !== null && whyNoMemory[barsMemory]}
          </option>
        ))}
      </Select>
      {threads.length > 1 && !isCompared && (
        <Select
          small
          label="Thread"
          className={styles.thread}
          value={settings.thread ?? ''}
          onChange={({ target }) => onChange({ thread: target.value === '' ? null : Number(target.value) })}
        >
          <option value="">All threads</option>
          {threads.map(({ index, name }) => (
            <option key={index} value={index}>
              {name}
            </option>
          ))}
        </Select>
      )}
      {range !== null && (
        <span className={styles.range}>
          Only {rangeText(range)}
          <IconButton small icon="close" label="Clear the time range" onClick={props.onClearRange} />
        </span>
      )}
      <output className={styles.selected} aria-live="polite">
        {selected}
      </output>
      {matched !== null && <span className={styles.note}>{matched} found</span>}
      {unseen.length > 0 && <UnseenMenu unseen={unseen} />}
      {table !== undefined && table.omitted > 0 && (
        <span className={styles.note} data-tip="They are narrower than half a pixel; zoom in and they come">
          {count(table.omitted)} too narrow
        </span>
      )}
      <IconButton
        small
        icon="fit"
        label="Show everything"
        shortcut={keys.text('reset')}
        disabled={!props.isZoomed}
        onClick={props.onReset}
      />
      <More {...props} />
    </div>
  );
}

/** What is needed now and then: another run to compare with, and pictures of the graph. */
function More({ settings, others, onChange, onExport }: FlameBarProps) {
  const compared = others.map((run) => ({
    id: run.id,
    title: run.name,
    checked: settings.base === run.id,
    onSelect: () => onChange({ base: settings.base === run.id ? null : run.id }),
  }));
  return (
    <Menu
      label="More of the flame graph"
      entries={[
        { kind: 'heading', id: 'compare', title: 'Compare with' },
        ...(compared.length > 0
          ? compared
          : [{ id: 'none', title: 'No other run of the project', disabled: true, onSelect: () => {} }]),
        { kind: 'line', id: 'line' },
        {
          ...{ id: 'svg', title: 'Save as SVG', icon: 'export' },
          ...{ detail: 'What is shown, with names to search for', onSelect: () => onExport('svg') },
        },
        {
          ...{ id: 'png', title: 'Save as PNG', icon: 'export' },
          ...{ detail: 'What is shown, as a picture', onSelect: () => onExport('png') },
        },
      ]}
      trigger={({ ref, open, toggle }) => (
        <IconButton
          small
          ref={ref}
          icon="more"
          label="Compare and save"
          aria-haspopup="menu"
          aria-expanded={open}
          onClick={toggle}
        />
      )}
    />
  );
}

/** `6.57 ms from 3.0774 s`: the start as exactly as the length makes sense. */
function rangeText({ startNs, endNs }: TimeRange): string {
  return `${durationText(endNs - startNs)} from ${timeText(startNs, Math.max(1, (endNs - startNs) / 10))}`;
}
