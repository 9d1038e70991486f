import type { ReactNode } from 'react';
import type { FunctionTable, IndexIntoFunctions, SpanRow } from '#contract';
import { moduleColor } from '#renderer/app/palette.ts';
import { useThemeName } from '#renderer/app/theme.ts';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import { duration } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import styles from './Inspector.module.css';

/** A function's name, file and module colour; `undefined` fields while the table is behind. */
export function functionAt(table: FunctionTable | undefined, index: IndexIntoFunctions) {
  const file = table?.files[table.file[index] ?? -1] ?? '';
  return { name: table?.name[index] ?? `function ${index}`, file, line: table?.line[index] ?? null };
}

interface LinkProps {
  readonly name: string;
  readonly file: string;
  readonly tip: string;
  readonly failed?: boolean;
  readonly aside?: ReactNode;
  readonly onClick: () => void;
}

export function Link({ name, file, tip, failed, aside, onClick }: LinkProps) {
  const theme = useThemeName();
  return (
    <li>
      <button type="button" className={styles.link} data-tip={tip} onClick={onClick}>
        <i className={styles.chip} style={{ background: moduleColor(file, theme) }} />
        <span className={classes(styles.linkName, failed && styles.error)}>{name}</span>
        <span className={styles.aside}>{aside}</span>
      </button>
    </li>
  );
}

/** Spans in a list; a press selects one. */
export function SpanLinks({
  label,
  rows,
  table,
}: {
  label: string;
  rows: readonly SpanRow[];
  table: FunctionTable | undefined;
}) {
  const select = useApp((state) => state.select);
  return (
    <ul className={styles.list} aria-label={label}>
      {rows.map((row) => {
        const { name, file } = functionAt(table, row.function);
        return (
          <Link
            key={row.id}
            name={name}
            file={file}
            tip={file}
            failed={row.status === 'error'}
            aside={row.durationNs < 0 ? 'unfinished' : <Num figure={duration(row.durationNs)} />}
            onClick={() => select({ kind: 'span', span: row.id, function: row.function })}
          />
        );
      })}
    </ul>
  );
}
