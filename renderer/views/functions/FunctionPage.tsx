import type { FunctionTable, IndexIntoFunctions, RunId, TimeRange } from '#contract';
import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { memoryFigures, memoryTip } from '#renderer/app/memory-words.ts';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useHeatMap } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { bytes, count, duration, type Figure, percent } from '#renderer/widgets/format.ts';
import { ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { QueryLine } from '#renderer/widgets/QueryLine.tsx';
import { FunctionCalls } from './FunctionCalls.tsx';
import styles from './FunctionPage.module.css';
import { FunctionSource } from './FunctionSource.tsx';
import { HeatPicture } from './HeatPicture.tsx';
import { Neighbours } from './Neighbours.tsx';

interface FunctionPageProps {
  readonly run: RunId;
  readonly table: FunctionTable;
  readonly fn: IndexIntoFunctions;
  /** The selected time, or the whole run. */
  readonly range: TimeRange;
  readonly onOpen: (fn: IndexIntoFunctions) => void;
  /** Back to the table. */
  readonly onLeave: () => void;
  readonly leaveKey: string | undefined;
}

const COLUMNS = 120;

/** Everything about one function: figures, when and how long it ran, who calls it and whom it calls, its calls with their values. */
export function FunctionPage({ run, table, fn, range, onOpen, onLeave, leaveKey }: FunctionPageProps) {
  const theme = useThemeName();
  const heat = useHeatMap(run, range, COLUMNS, fn);
  const file = table.files[table.file[fn] ?? -1] ?? '';
  const exercise = useCommand('function.exercise');
  const { openSource, setOwn, setRange } = useApp.getState();
  const calls = table.calls[fn] ?? 0;
  return (
    <article className={styles.page} aria-label={`Function ${table.name[fn]}`}>
      <header className={styles.head}>
        <IconButton small icon="list" label="All functions" shortcut={leaveKey} onClick={onLeave} />
        <i className={styles.chip} style={{ background: moduleColor(file, theme) }} />
        <h2>{table.name[fn]}</h2>
        <button
          type="button"
          className={styles.place}
          data-tip="Show the source"
          onClick={() => openSource(file, table.line[fn] ?? null)}
        >
          {file}:{table.line[fn]}
        </button>
        <span className={styles.gap} />
        <Button
          small
          icon="exercise"
          tip="Call it in a sandbox, to see whether it fails; asks first"
          shortcut={exercise.shortcut}
          onClick={exercise.run}
        >
          Call it
        </Button>
        <Button
          small
          icon="flamegraph"
          tip="All its callers and callees"
          onClick={() => setOwn('flamegraph', `sandwich;of:${fn}`, 'open')}
        >
          Sandwich
        </Button>
        {table.memory && (
          <Button
            small
            icon="flamegraph"
            tip="Which calls led to what it allocated, and what those allocated that it made"
            onClick={() => setOwn('flamegraph', `sandwich;by:memory;of:${fn}`, 'open')}
          >
            Memory
          </Button>
        )}
      </header>
      <dl className={styles.figures}>
        {figuresOf(table, fn).map(([title, figure, tip]) => (
          <div key={title} data-tip={tip}>
            <dt>{title}</dt>
            <dd>
              <Num figure={figure} />
            </dd>
          </div>
        ))}
      </dl>
      <QueryLine failure="When it was called could not be read." query={heat} />
      {heat.value ? (
        heat.value.cell.length > 0 ? (
          <HeatPicture map={heat.value} onRange={setRange} />
        ) : (
          <p className={styles.note}>
            {calls > 0
              ? 'Its calls were only counted, or lie outside of the selected time.'
              : 'It was not called.'}
          </p>
        )
      ) : heat.error ? (
        <ErrorMessage title="The heat map cannot be read" error={heat.error} onRetry={heat.retry} />
      ) : (
        <LoadingMessage title="Reading when it was called" />
      )}
      <div className={styles.lists}>
        <FunctionCalls {...{ run, fn, table }} />
        <Neighbours {...{ run, fn, table, onOpen }} />
      </div>
      <FunctionSource key={file} {...{ table, file }} line={table.line[fn] ?? null} />
    </article>
  );
}

function figuresOf(table: FunctionTable, fn: number): readonly (readonly [string, Figure, string?])[] {
  const time = (column: Float64Array) => duration(column[fn] ?? Number.NaN);
  const [calls, errors] = [table.calls[fn] ?? 0, table.errors[fn] ?? 0];
  return [
    ['Calls', { value: count(calls), unit: '' }],
    ['Failed', calls > 0 ? percent(errors / calls) : percent(Number.NaN)],
    ['Total', time(table.totalNs)],
    ['Self', time(table.selfNs)],
    ['Min', time(table.minNs)],
    ['p50', time(table.p50Ns)],
    ['p90', time(table.p90Ns)],
    ['p95', time(table.p95Ns)],
    ['p99', time(table.p99Ns)],
    ['Max', time(table.maxNs)],
    ...memoryOf(table, fn),
  ];
}

function memoryOf({ memory }: FunctionTable, fn: number): readonly (readonly [string, Figure, string])[] {
  if (!memory) return [];
  return memoryFigures.map(([, title, meaning, column]) => [
    title,
    bytes(memory[column][fn] ?? Number.NaN),
    memoryTip(meaning, memory.measure),
  ]);
}
