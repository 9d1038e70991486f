import type { FunctionTable, LogRow, OperationDetail, RunId, SpanId, TimeRange } from '#contract';
import { valueText } from '#renderer/app/values/value-text.ts';
import { type BoxColours, slotOf } from '#renderer/canvas/index.ts';
import { useSpan } from '#renderer/data/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { count as countText, duration } from '#renderer/widgets/format.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { useSettled } from '#renderer/widgets/use-settled.ts';
import type { CriticalPath } from './critical-path.ts';
import { repeatedFrom } from './shown-rows.ts';
import styles from './trace.module.css';
import { levelOf, toneOf } from './trace-logs.ts';
import { SpanFlag, type TraceRows } from './trace-rows.ts';

interface TraceLineProps {
  readonly id: string;
  /** CSS pixels. */
  readonly top: number;
  readonly run: RunId;
  readonly rows: TraceRows;
  readonly functions: FunctionTable;
  readonly path: CriticalPath;
  readonly pieces: ReadonlyMap<number, readonly number[]>;
  /** A search or a filter leaves it out. */
  readonly faded: boolean;
  readonly range: TimeRange;
  readonly colours: BoxColours;
  readonly row: number;
  readonly span: SpanId;
  /** More than one: the line stands for so many calls side by side. */
  readonly count: number;
  readonly indent: number;
  /** `null`: it called nothing. */
  readonly open: boolean | null;
  /** Written by the call, or below it where that is folded away. */
  readonly logs: readonly LogRow[];
  readonly selected: boolean;
  readonly onSelect: () => void;
  readonly onToggle: () => void;
  readonly onZoom: () => void;
}

const INDENT_PX = 14;
/** Deeper calls are moved in no further, or their names would leave the screen. */
const MOST_INDENTED = 24;
/** More marks on a line are a smear. */
const MOST_MARKS = 60;

export function TraceLine(props: TraceLineProps) {
  const { rows, functions, row, count, indent, open, selected } = props;
  const fn = rows.function[row] as number;
  const name = functions.name[fn] ?? '';
  const file = functions.files[functions.file[fn] ?? -1] ?? '';
  const flags = count > 1 ? flagsOfRun(rows, row, count) : (rows.flags[row] as number);
  const failed = (flags & SpanFlag.error) !== 0;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={props.id}
      role="treeitem"
      tabIndex={-1}
      aria-level={indent + 1}
      aria-expanded={open ?? undefined}
      aria-selected={selected}
      className={classes(styles.line, props.faded && styles.faded)}
      style={{ transform: `translateY(${props.top}px)` }}
      onClick={props.onSelect}
      onDoubleClick={props.onZoom}
    >
      <div className={styles.call} style={{ paddingLeft: Math.min(indent, MOST_INDENTED) * INDENT_PX + 4 }}>
        {/* The arrow keys do the same. */}
        <span
          className={styles.twist}
          aria-hidden="true"
          onClick={(event) => {
            if (open === null) return;
            event.stopPropagation();
            props.onToggle();
          }}
        >
          {open !== null && <Icon name={open ? 'chevronDown' : 'chevronRight'} size={11} />}
        </span>
        <span
          className={classes(styles.callName, failed && styles.error)}
          data-tip={`${file}:${functions.line[fn]}`}
        >
          {name}
        </span>
        {count > 1 ? (
          <span className={styles.times}>{countText(count)} calls</span>
        ) : (
          <Values {...props} failed={failed} />
        )}
        {props.logs.length > 0 && <LogNote logs={props.logs} />}
      </div>
      <Waterfall {...props} failed={failed} flags={flags} />
      <div className={styles.lasted}>
        <Num figure={duration(count > 1 ? sumOfRun(rows, row, count) : (rows.durationNs[row] as number))} />
      </div>
    </div>
  );
}

/** The values of a call in short, once its line has been on screen for a moment. */
function Values({ run, span, failed }: TraceLineProps & { failed: boolean }) {
  const value = useSpan(run, useSettled(span)).value;
  if (value?.id !== span) return null;
  const { params, returned, thrown, operation } = value;
  if (params === null && returned === null && thrown === null && operation === null) return null;
  return (
    <span className={styles.values}>
      {operation && operationText(operation)}
      {params && `(${params.map((param) => valueText(param.value, 40)).join(', ')})`}
      {returned && ` \u2192 ${valueText(returned, 60)}`}
      {thrown && <span className={failed ? styles.error : ''}> threw {valueText(thrown, 80)}</span>}
    </span>
  );
}

/** The last thing that was logged, and how much there is besides. */
function LogNote({ logs }: { logs: readonly LogRow[] }) {
  const worst = logs.reduce((most, log) => (log.severity > most.severity ? log : most));
  return (
    <span
      className={styles.logNote}
      data-tone={toneOf(worst.severity)}
      data-tip={logs
        .slice(-8)
        .map(({ severity, message }) => `${levelOf(severity)}: ${message}`)
        .join('\n')}
    >
      <Icon name="list" size={11} />
      {logs.length > 1 ? countText(logs.length) : worst.message}
    </span>
  );
}

/** What says most of an operation: its statement or address, and how it was answered. */
function operationText({ attributes }: OperationDetail): string {
  const of = (name: string) => {
    const found = attributes.find((attribute) => attribute.name === name);
    return found === undefined ? '' : valueText(found.value, 100);
  };
  const what = of('db.query.text') || of('url.full') || of('file.path') || of('process.command');
  const status = of('http.response.status_code');
  return [what, status].filter((part) => part !== '').join(' \u2192 ');
}

function Waterfall(props: TraceLineProps & { failed: boolean; flags: number }) {
  const { rows, row, count, range, colours, failed, flags } = props;
  const fn = rows.function[row] as number;
  const end = count > 1 ? endOfRun(rows, row, count) : (rows.endNsOf[row] as number);
  const box = placeOf(rows.startNsOf[row] as number, end, range);
  return (
    <div className={styles.waterfall} data-part="waterfall" aria-hidden="true">
      {box !== null && (
        <span
          className={classes(
            styles.box,
            (flags & SpanFlag.async) !== 0 && styles.waits,
            count > 1 && styles.many,
            failed && styles.failed,
          )}
          style={{ ...box, ['--fill' as string]: colours.fills[slotOf(colours, fn, null)] }}
        />
      )}
      <Pieces {...props} />
      {props.logs.slice(0, MOST_MARKS).map((log, at) => {
        const place = placeOf(log.timeNs, log.timeNs, range);
        return (
          place && (
            <span
              key={at}
              className={styles.log}
              data-tone={toneOf(log.severity)}
              style={{ left: place.left }}
              data-tip={`${levelOf(log.severity)}: ${log.message}`}
            />
          )
        );
      })}
    </div>
  );
}

/** Where the critical path goes through a call, or through what a group stands for. */
function Pieces({ rows, row, count, path, pieces, range }: TraceLineProps) {
  const own: number[] = [];
  const members = count > 1 ? repeatedFrom(rows, row).end : row + 1;
  for (let at = row; at < members; at++) own.push(...(pieces.get(at) ?? []));
  return own.map((piece) => {
    const box = placeOf(path.startNs[piece] as number, path.endNs[piece] as number, range, 1);
    return box && <span key={piece} className={styles.piece} style={box} />;
  });
}

function placeOf(
  startNs: number,
  endNs: number,
  range: TimeRange,
  leastPx = 2,
): { left: string; width: string } | null {
  const length = range.endNs - range.startNs;
  const from = Math.max(0, (startNs - range.startNs) / length);
  const to = Math.min(1, (endNs - range.startNs) / length);
  if (from > 1 || to < 0) return null;
  return { left: `${from * 100}%`, width: `max(${leastPx}px, ${Math.max(0, to - from) * 100}%)` };
}

function eachOfRun(rows: TraceRows, first: number, count: number, visit: (row: number) => void): void {
  const { end } = repeatedFrom(rows, first);
  let left = count;
  for (let at = first; at < end && left > 0; at = rows.subtreeEnd[at] as number, left--) visit(at);
}

function sumOfRun(rows: TraceRows, first: number, count: number): number {
  let sum = 0;
  eachOfRun(rows, first, count, (row) => {
    sum += (rows.endNsOf[row] as number) - (rows.startNsOf[row] as number);
  });
  return sum;
}

function endOfRun(rows: TraceRows, first: number, count: number): number {
  let end = 0;
  eachOfRun(rows, first, count, (row) => {
    end = Math.max(end, rows.endNsOf[row] as number);
  });
  return end;
}

function flagsOfRun(rows: TraceRows, first: number, count: number): number {
  let flags = 0;
  eachOfRun(rows, first, count, (row) => {
    flags |= rows.flags[row] as number;
  });
  return flags;
}
