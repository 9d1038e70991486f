import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { TimeRange } from '#contract';
import { useBoxColours, useCanvasTheme } from '#renderer/app/canvas-look.ts';
import { useKeysOf } from '#renderer/app/keys/use-keys.ts';
import { useLogs } from '#renderer/data/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { classes } from '#renderer/widgets/classes.ts';
import { count, duration, figureText } from '#renderer/widgets/format.ts';
import { criticalPath, piecesByRow } from './critical-path.ts';
import { firstOfRun, firstOpenDepth, isOpen, shownRows, type Unfolding, unfoldedTo } from './shown-rows.ts';
import type { TraceProps } from './Trace.tsx';
import { TraceLine } from './TraceLine.tsx';
import styles from './trace.module.css';
import { logsByRow, logsOfLine } from './trace-logs.ts';
import { spanOfRow, type TraceRows } from './trace-rows.ts';
import { lineKey, moved, traceKeys, zoomed } from './tree-keys.ts';
import { useTraceFind } from './use-trace-find.ts';
import { WaterfallAxis } from './WaterfallAxis.tsx';

interface TraceTreeProps extends TraceProps {
  readonly rows: TraceRows;
  /** -1: none of this trace. */
  readonly selectedRow: number;
  readonly onSelect: (row: number) => void;
}

const LINE_PX = 24;

/** Who called whom as a tree, beside it when; repeated calls are one line, and what had to be waited for is marked. */
export function TraceTree({ run, table, rows, functions, selectedRow, onSelect }: TraceTreeProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [unfolding, setUnfolding] = useState<Unfolding>(() => ({
    ...{ openDepth: firstOpenDepth(rows), toggled: new Set<number>(), openGroups: new Set<number>() },
  }));
  const whole: TimeRange = { startNs: table.startNs, endNs: Math.max(table.endNs, table.startNs + 1) };
  const [range, setRange] = useState<TimeRange>(whole);
  const path = useMemo(() => criticalPath(rows), [rows]);
  const pieces = useMemo(() => piecesByRow(path), [path]);
  // A record at the very end is of the trace as well.
  const { value: logs } = useLogs(run, { startNs: whole.startNs, endNs: whole.endNs + 1 });
  const logged = useMemo(() => logsByRow(table, logs?.rows ?? []), [table, logs]);
  const lit = useTraceFind(rows, functions, onSelect);
  const shown = useMemo(() => shownRows(rows, unfolding), [rows, unfolding]);
  const colours = useBoxColours(functions, useCanvasTheme());
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 6,
  });
  // A group's line stands for its first call, whose own line follows where the group is open.
  const lineOf = (row: number) => {
    for (let at = shown.length - 1; at >= 0; at--) if (shown.row[at] === row) return at;
    return -1;
  };
  const at = selectedRow < 0 ? -1 : lineOf(selectedRow);
  // A call that was selected elsewhere may be folded away.
  useEffect(() => {
    if (selectedRow < 0) return;
    if (at < 0) setUnfolding((before) => unfoldedTo(rows, selectedRow, before));
    else virtual.scrollToIndex(at, { align: isNear(at, virtual.range) ? 'auto' : 'center' });
  }, [selectedRow, at < 0]);

  const toggle = (line: number, open?: boolean) => {
    const row = shown.row[line] as number;
    const isGroup = (shown.count[line] as number) > 1;
    const openNow = isGroup ? unfolding.openGroups.has(row) : isOpen(unfolding, rows, row);
    if (open === openNow) return;
    const [name, set] = isGroup
      ? (['openGroups', new Set(unfolding.openGroups)] as const)
      : (['toggled', new Set(unfolding.toggled)] as const);
    if (!set.delete(row)) set.add(row);
    setUnfolding({ ...unfolding, [name]: set });
  };
  /** From a call that is folded away itself: out of the group it is in, else to its caller. */
  const leaveLine = (row: number) => {
    const first = firstOfRun(rows, row);
    const above = rows.parent[row] as number;
    const openGroups = new Set(unfolding.openGroups);
    if (openGroups.delete(first)) {
      setUnfolding({ ...unfolding, openGroups });
      onSelect(first);
    } else if (above >= 0) onSelect(above);
  };
  const keys = useKeysOf('trace', traceKeys);
  const onKeyDown = (event: KeyboardEvent) => {
    const zoom = keys.actionOf(event);
    if (zoom !== null) {
      setRange(zoomed(zoom, range, whole, extentOf(rows, selectedRow)));
      return event.preventDefault();
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = lineKey(event.key);
    if (action === null) return;
    event.preventDefault();
    if (action === 'open' || action === 'close') {
      if (at < 0) return;
      const row = shown.row[at] as number;
      if (action === 'open' || hasOpenChildren(rows, unfolding, row)) toggle(at, action === 'open');
      else leaveLine(row);
      return;
    }
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? LINE_PX) / LINE_PX) - 1);
    const next = moved(action, at, shown.length, page);
    if (next >= 0) onSelect(shown.row[next] as number);
  };
  return (
    <>
      <div className={classes(styles.heads, styles.columns)}>
        <div className={styles.head}>
          <span>Call</span>
          <Button
            small
            tip="Fold everything but the first calls"
            onClick={() => setUnfolding({ openDepth: 1, toggled: new Set(), openGroups: new Set() })}
          >
            Fold
          </Button>
          <Button
            small
            tip="Open every call"
            onClick={() =>
              setUnfolding({ openDepth: 100_000, toggled: new Set(), openGroups: unfolding.openGroups })
            }
          >
            Unfold
          </Button>
        </div>
        <WaterfallAxis range={range} originNs={table.startNs} />
        <IconButton
          small
          icon="fit"
          label="Show the whole trace"
          shortcut="0"
          disabled={range.startNs === whole.startNs && range.endNs === whole.endNs}
          onClick={() => setRange(whole)}
        />
      </div>
      <div
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label="Calls of the trace"
        aria-describedby={`${id}-keys`}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        className={styles.lines}
        onKeyDown={onKeyDown}
      >
        <div role="presentation" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index: line, start }) => {
            const row = shown.row[line] as number;
            const isGroup = (shown.count[line] as number) > 1;
            const open = isGroup
              ? unfolding.openGroups.has(row)
              : rows.subtreeEnd[row] === row + 1
                ? null
                : isOpen(unfolding, rows, row);
            return (
              <TraceLine
                key={`${row}/${shown.count[line]}`}
                id={`${id}-${line}`}
                top={start}
                {...{ run, rows, functions, path, pieces, range, colours, row }}
                faded={lit !== null && lit[rows.function[row] as number] !== 1}
                count={shown.count[line] as number}
                span={spanOfRow(table, row)}
                indent={shown.indent[line] as number}
                open={open}
                logs={logsOfLine(logged, rows, row, open === false)}
                selected={line === at}
                onSelect={() => onSelect(row)}
                onToggle={() => toggle(line)}
                onZoom={() => setRange(extentOf(rows, row) ?? whole)}
              />
            );
          })}
        </div>
      </div>
      <div className={styles.foot}>
        <span className={styles.pathMark} aria-hidden="true" />
        Critical path, what had to be waited for:{' '}
        {figureText(duration(path.ownNs.reduce((sum, ns) => sum + ns, 0)))} in {count(path.row.length)} steps
        {logs !== undefined && logs.total > logs.rows.length && (
          <>
            . Of {count(logs.total)} log records the first {count(logs.rows.length)} are here.
          </>
        )}
        <p id={`${id}-keys`} className={styles.hidden}>
          {keys.help}
        </p>
      </div>
    </>
  );
}

/** Whether a line is on screen, or next to one that is: a step of an arrow key moves no more than it must. */
function isNear(line: number, range: { startIndex: number; endIndex: number } | null): boolean {
  return range !== null && line >= range.startIndex - 1 && line <= range.endIndex + 1;
}

function hasOpenChildren(rows: TraceRows, unfolding: Unfolding, row: number): boolean {
  return (rows.subtreeEnd[row] as number) > row + 1 && isOpen(unfolding, rows, row);
}

function extentOf(rows: TraceRows, row: number): TimeRange | null {
  if (row < 0) return null;
  const startNs = rows.startNsOf[row] as number;
  return { startNs, endNs: Math.max(startNs + 1, rows.endNsOf[row] as number) };
}
