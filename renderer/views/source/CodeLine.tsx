import type { FunctionTable } from '#contract';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { count, duration, figureText, shortCount } from '#renderer/widgets/format.ts';
import styles from './Source.module.css';

interface CodeLineProps {
  readonly number: number;
  readonly text: string;
  /** CSS pixels from the top of the text. */
  readonly top: number;
  /** Functions that begin here. */
  readonly functions: readonly number[] | undefined;
  readonly table: FunctionTable | undefined;
  readonly marked: boolean;
  readonly find: string;
}

export function CodeLine({ number, text, top, functions, table, marked, find }: CodeLineProps) {
  return (
    <div
      className={classes(styles.line, functions && styles.definition, marked && styles.at)}
      style={{ transform: `translateY(${top}px)` }}
      data-line={number}
    >
      <span className={styles.gutter}>
        {functions && table ? (
          <Figures functions={functions} table={table} />
        ) : (
          <span className={styles.figures} />
        )}
        <span className={styles.number}>{number}</span>
      </span>
      <span className={classes(styles.text, styles.found)}>
        <Found text={text} find={find} />
      </span>
    </div>
  );
}

/** Calls and self time of the functions that begin on the line; a press selects the first. */
function Figures({ functions, table }: { functions: readonly number[]; table: FunctionTable }) {
  const select = useApp((state) => state.select);
  const first = functions[0] as number;
  const sum = (column: Float64Array) => functions.reduce((total, at) => total + (column[at] ?? 0), 0);
  const calls = sum(table.calls);
  const self = figureText(duration(sum(table.selfNs)));
  const names = functions.map((at) => table.name[at]).join(', ');
  return (
    <button
      type="button"
      className={classes(styles.figures, sum(table.errors) > 0 && styles.failed)}
      aria-label={`${names}: ${count(calls)} calls, ${self} self time`}
      data-tip={`${names}: ${count(calls)} calls, ${count(sum(table.errors))} errors, ${self} self time`}
      onClick={() => select({ kind: 'function', function: first })}
    >
      {shortCount(calls)}&times; {self}
    </button>
  );
}

/** The text with what is looked for marked. */
function Found({ text, find }: { text: string; find: string }) {
  const at = find === '' ? -1 : text.toLowerCase().indexOf(find.toLowerCase());
  if (at < 0) return text || ' ';
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + find.length)}</mark>
      {text.slice(at + find.length)}
    </>
  );
}
