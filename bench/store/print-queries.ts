import { printTable } from '../table.ts';
import type { QueryFigures } from './measure-queries.ts';

export interface AskedRecording {
  readonly label: string;
  readonly figures: { readonly queries: readonly QueryFigures[] };
}

export function printQueries(measured: readonly AskedRecording[]): void {
  print('Queries through a reader thread, median / worst ms by the clock', measured, (query) => [
    query.medianMs,
    query.worstMs,
  ]);
  print('The same in CPU time of all threads, median / worst ms', measured, (query) => [
    query.medianCpuMs,
    query.worstCpuMs,
  ]);
}

function print(
  title: string,
  measured: readonly AskedRecording[],
  pick: (query: QueryFigures) => readonly [median: number, worst: number],
): void {
  const names = [...new Set(measured.flatMap(({ figures }) => figures.queries.map(({ name }) => name)))];
  printTable(
    title,
    ['', 'target', ...measured.map(({ label }) => label)],
    names.map((name) => {
      const cells = measured.map(({ figures }) => figures.queries.find((query) => query.name === name));
      const target = cells.find((cell) => cell)?.target ?? '';
      return [
        name,
        target,
        ...cells.map((cell) =>
          cell
            ? pick(cell)
                .map((ms) => ms.toFixed(1))
                .join(' / ')
            : '',
        ),
      ];
    }),
  );
}
