import type { FunctionTable } from '#contract';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { count, duration, noFigure, percent } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import { ScaledTime } from '#renderer/widgets/ScaledTime.tsx';
import type { IndexColumn } from '#renderer/widgets/table/index.ts';
import { Barred, largestOf } from './Barred.tsx';
import styles from './Functions.module.css';
import { times } from './function-figures.ts';
import type { RowKind } from './functions-settings.ts';
import { memoryColumns } from './memory-columns.tsx';
import { pieceStyle, quantileBars, timeScale } from './quantile-bars.ts';

/**
 * `by`: what the rows are; a file or folder has no line, and is named by its path alone. `scales`: what total and self times have
 * been multiplied by, for throttled functions.
 */
export function functionColumns(
  table: FunctionTable,
  theme: ThemeName,
  by: RowKind = 'function',
  scales: Float64Array | null = null,
): readonly IndexColumn[] {
  const file = (row: number) => table.files[table.file[row] ?? -1] ?? '';
  const scale = timeScale(table);
  const largest = { total: largestOf(table.totalNs), self: largestOf(table.selfNs) };
  const timeColumns = times.map(
    ([id, title, tip, column]): IndexColumn => ({
      id,
      title,
      tip,
      size: id === 'total' || id === 'self' ? 96 : 80,
      numeric: true,
      cell: (row) => {
        const ns = table[column][row] ?? Number.NaN;
        const isSum = id === 'total' || id === 'self';
        const most = isSum ? largest[id] : 0;
        const scaled = isSum ? (scales?.[row] ?? 1) : 1;
        const figure = scaled === 1 ? <Num figure={duration(ns)} /> : <ScaledTime ns={ns} scale={scaled} />;
        return isSum ? <Barred share={ns / most}>{figure}</Barred> : figure;
      },
    }),
  );
  const columns: readonly IndexColumn[] = [
    {
      id: 'function',
      title: { function: 'Function', file: 'File', folder: 'Folder' }[by],
      size: 220,
      grows: true,
      cell: (row) => (
        <span className={styles.name}>
          <i style={{ background: moduleColor(file(row), theme) }} />
          <span className={styles.clip}>{table.name[row]}</span>
        </span>
      ),
    },
    {
      id: 'file',
      title: 'File',
      size: 190,
      grows: true,
      cell: (row) => (
        <span className={styles.file}>
          {file(row)}:{table.line[row]}
        </span>
      ),
    },
    {
      id: 'calls',
      title: 'Calls',
      size: 96,
      numeric: true,
      tip: 'Finished and unfinished calls; exact also for throttled functions',
      cell: (row) => <Num figure={{ value: count(table.calls[row] ?? 0), unit: '' }} />,
    },
    {
      id: 'errors',
      title: 'Errors',
      size: 72,
      numeric: true,
      tip: 'Calls that threw or rejected',
      cell: (row) => (
        <span className={(table.errors[row] ?? 0) > 0 ? styles.error : styles.zero}>
          <Num figure={{ value: count(table.errors[row] ?? 0), unit: '' }} />
        </span>
      ),
    },
    ...timeColumns.slice(0, 2),
    ...memoryColumns(table),
    ...timeColumns.slice(2),
    {
      id: 'spread',
      title: 'Spread',
      size: 120,
      tip: 'How long the calls took, from the shortest to the longest of all functions on a logarithmic scale',
      cell: (row) => (
        <span
          className={styles.spread}
          style={pieceStyle(quantileBars(table, row, scale))}
          aria-hidden="true"
        />
      ),
    },
    {
      id: 'errorRate',
      title: 'Error rate',
      size: 84,
      numeric: true,
      tip: 'Share of the calls that threw or rejected',
      cell: (row) => {
        const errors = table.errors[row] ?? 0;
        return (
          <span className={errors > 0 ? styles.error : styles.zero}>
            <Num figure={table.calls[row] ? percent(errors / (table.calls[row] as number)) : noFigure} />
          </span>
        );
      },
    },
  ];
  return by === 'function' ? columns : columns.filter(({ id }) => id !== 'file');
}
