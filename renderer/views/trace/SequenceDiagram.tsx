import { type KeyboardEvent, useMemo, useRef } from 'react';
import type { ThreadSummary } from '#contract';
import { attempt, inform } from '#renderer/app/actions/report.ts';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { classes } from '#renderer/widgets/classes.ts';
import { count, duration, figureText, plural } from '#renderer/widgets/format.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { useSurfaceSize } from '#renderer/widgets/use-surface-size.ts';
import { type Message, sequenceMermaid, sequenceOf } from './sequence.ts';
import { shortTitles } from './short-titles.ts';
import type { TraceProps } from './Trace.tsx';
import styles from './trace.module.css';
import type { TraceRows } from './trace-rows.ts';
import { type SequenceLanes, sequenceLanes } from './trace-settings.ts';

interface SequenceDiagramProps extends TraceProps {
  readonly rows: TraceRows;
  readonly selectedRow: number;
  readonly onSelect: (row: number) => void;
}

/** A diagram of more messages than these is no picture any more. */
const MOST = 500;
const NARROWEST_LANE_PX = 128;
const WIDEST_LANE_PX = 240;
const MESSAGE_PX = 26;
const BAR_PX = 8;
const laneNames: Readonly<Record<SequenceLanes, string>> = {
  module: 'Modules',
  thread: 'Threads',
  process: 'Processes',
};

/** Calls from one module, thread or process to another, from top to bottom as they began. */
export function SequenceDiagram(props: SequenceDiagramProps) {
  const { table, rows, functions, threads, settings, onChange, onSelect, selectedRow } = props;
  const theme = useThemeName();
  const sequence = useMemo(() => {
    const laneOf: Readonly<Record<SequenceLanes, () => Int32Array>> = {
      module: () => rows.function.map((fn) => functions.file[fn] ?? -1),
      thread: () => table.thread,
      process: () => table.thread.map((thread) => firstThreadOf(threads, thread)),
    };
    return sequenceOf(rows, laneOf[settings.lanes](), MOST);
  }, [table, rows, functions, threads, settings.lanes]);
  const titleOf = (lane: number) => {
    if (settings.lanes === 'module') return functions.files[lane] ?? '';
    const { name = '', pid = 0 } = threads[lane] ?? {};
    return settings.lanes === 'thread' ? name : `${name} (process ${pid})`;
  };
  const nameOf = (row: number) => functions.name[rows.function[row] as number] ?? '';
  const { lifelines, messages, omitted } = sequence;
  const titles = shortTitles(lifelines.map(titleOf));
  const frame = useRef<HTMLDivElement>(null);
  const width = useSurfaceSize(frame)?.widthPx ?? 0;
  const lanePx = Math.max(NARROWEST_LANE_PX, Math.min(WIDEST_LANE_PX, Math.floor(width / lifelines.length)));
  const selected = messages.findIndex(({ row }) => row === selectedRow);
  const copy = () =>
    attempt('The diagram could not be copied', async () => {
      await navigator.clipboard.writeText(sequenceMermaid(sequence, titleOf, nameOf));
      inform('Diagram copied', 'It is Mermaid text: paste it into a document or an issue.');
    });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = messages[Math.max(0, Math.min(messages.length - 1, selected + step))];
    if (next) onSelect(next.row);
  };
  return (
    <>
      <div className={styles.heads}>
        <div role="toolbar" aria-label="Lifelines" className={styles.group}>
          {sequenceLanes.map((lanes) => (
            <Button
              key={lanes}
              small
              aria-pressed={settings.lanes === lanes}
              onClick={() => onChange({ lanes })}
            >
              {laneNames[lanes]}
            </Button>
          ))}
        </div>
        <span className={styles.hint}>
          {plural(messages.length, 'message')} between {plural(lifelines.length, 'lifeline')}
          {omitted > 0 && `; ${count(omitted)} more are left out: show one call alone to see what is in it`}
        </span>
        <Button small tip="As Mermaid text, for a document" onClick={copy}>
          Copy
        </Button>
      </div>
      <div ref={frame} className={styles.body}>
        {lifelines.length < 2 ? (
          <EmptyMessage icon="trace" title="All of it happened in one place">
            No call went from one {settings.lanes} to another. The waterfall shows what was called within it.
          </EmptyMessage>
        ) : (
          <div
            role="listbox"
            tabIndex={0}
            aria-label="Messages"
            aria-activedescendant={selected >= 0 ? `message-${selected}` : undefined}
            className={styles.sequence}
            onKeyDown={onKeyDown}
          >
            <div role="presentation" style={{ width: lifelines.length * lanePx }}>
              <div role="presentation" className={styles.lifelines}>
                {lifelines.map((lane, at) => (
                  <div key={lane} role="presentation" className={styles.lifeline} style={{ width: lanePx }}>
                    {settings.lanes === 'module' && (
                      <i style={{ background: moduleColor(titleOf(lane), theme) }} />
                    )}
                    <span data-tip={titleOf(lane)}>{titles[at]}</span>
                  </div>
                ))}
              </div>
              <div
                role="presentation"
                className={styles.messages}
                style={{ height: (messages.length + 1) * MESSAGE_PX }}
              >
                {lifelines.map((lane, at) => (
                  <div
                    key={lane}
                    role="presentation"
                    className={styles.rail}
                    style={{ left: middleOf(at, lanePx) }}
                  />
                ))}
                {messages.map((message, at) => (
                  <MessageRow
                    key={message.row}
                    {...{ message, at, lanePx }}
                    name={nameOf(message.row)}
                    selected={at === selected}
                    onSelect={() => onSelect(message.row)}
                  />
                ))}
              </div>
            </div>
          </div>
        )}
      </div>
    </>
  );
}

interface MessageRowProps {
  readonly message: Message;
  readonly at: number;
  readonly lanePx: number;
  readonly name: string;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function MessageRow({ message, at, lanePx, name, selected, onSelect }: MessageRowProps) {
  const { from, to, count: times, totalNs, errors, until } = message;
  const left = middleOf(Math.min(from < 0 ? to : from, to), lanePx);
  const right = middleOf(Math.max(from < 0 ? to : from, to), lanePx);
  const backwards = from > to;
  const lasted = figureText(duration(totalNs));
  const title = `${name}${times > 1 ? ` \u00d7 ${count(times)}` : ''}`;
  return (
    <>
      <div
        role="presentation"
        className={classes(styles.activation, errors > 0 && styles.failed)}
        style={{
          left: middleOf(to, lanePx) - BAR_PX / 2,
          top: at * MESSAGE_PX + 20,
          height: Math.max(8, (until - at) * MESSAGE_PX + 6),
        }}
      />
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys */}
      <div
        id={`message-${at}`}
        role="option"
        tabIndex={-1}
        aria-selected={selected}
        className={styles.message}
        style={{ top: at * MESSAGE_PX, height: MESSAGE_PX }}
        onClick={onSelect}
      >
        <span
          className={classes(styles.label, errors > 0 && styles.error)}
          style={
            from < 0
              ? { left: right + 10 }
              : { left: left + 8, maxWidth: Math.max(lanePx, right - left) - 16 }
          }
        >
          {title} <span className={styles.times}>{lasted}</span>
        </span>
        {from >= 0 && (
          <span
            className={classes(styles.arrow, backwards && styles.backwards, errors > 0 && styles.failed)}
            style={{ left, width: right - left - BAR_PX / 2, ...(backwards && { marginLeft: BAR_PX / 2 }) }}
          />
        )}
      </div>
    </>
  );
}

/** Stands for the whole process. */
function firstThreadOf(threads: readonly ThreadSummary[], thread: number): number {
  const pid = threads[thread]?.pid;
  return threads.find((each) => each.pid === pid)?.index ?? thread;
}

const middleOf = (place: number, lanePx: number): number => place * lanePx + lanePx / 2;
