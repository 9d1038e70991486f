import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef } from 'react';
import type { FunctionTable } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { CodeLine } from './CodeLine.tsx';
import { definitionsOf, matchingLines } from './lines.ts';
import styles from './Source.module.css';

interface CodeProps {
  readonly lines: readonly string[];
  readonly path: string;
  /** To scroll to and mark, from 1. */
  readonly line: number | null;
  readonly table: FunctionTable | undefined;
}

const linePx = 20;
const gutterPx = 201;

/** The text, of which only the lines on screen exist. */
export function Code({ lines, path, line, table }: CodeProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const find = useApp((state) => state.find);
  const setFindCount = useApp((state) => state.setFindCount);
  const definitions = useMemo(() => (table ? definitionsOf(table, path) : new Map()), [table, path]);
  const matches = useMemo(() => matchingLines(lines, find.text), [lines, find.text]);
  const longest = useMemo(() => lines.reduce((most, text) => Math.max(most, text.length), 0), [lines]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => linePx,
    overscan: 20,
  });
  const match = matches[find.cursor];
  useEffect(() => {
    if (line !== null) virtual.scrollToIndex(line - 1, { align: 'center' });
  }, [line, virtual]);
  useEffect(() => {
    if (match !== undefined) virtual.scrollToIndex(match, { align: 'center' });
  }, [match, virtual]);
  useEffect(
    () => setFindCount(find.text === '' ? null : matches.length),
    [find.text, matches.length, setFindCount],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section ref={scroller} className={styles.code} tabIndex={0} aria-label={`Source of ${path}`}>
      <div
        className={styles.body}
        style={{ height: virtual.getTotalSize(), width: `calc(${longest + 4}ch + ${gutterPx}px)` }}
      >
        {virtual.getVirtualItems().map(({ index, start }) => (
          <CodeLine
            key={index}
            number={index + 1}
            text={lines[index] ?? ''}
            top={start}
            functions={definitions.get(index + 1)}
            table={table}
            marked={index + 1 === line || index === match}
            find={find.text}
          />
        ))}
      </div>
    </section>
  );
}
