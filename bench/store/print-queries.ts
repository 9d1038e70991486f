import { printTable } from '../table.ts';
import type { QueryFigures } from './measure-queries.ts';

export interface AskedRecording {
  readonly label: string;
  readonly figures: { readonly queries: readonly QueryFigures[] };
}

export function printQueries(measured: readonly AskedRecording[]): void {
  const names = [...new Set(measured.flatMap(({ figures }) => figures.queries.map(({ name }) => name)))];
  printTable(
    'Queries through a reader thread, median / worst ms',
    ['', 'target', ...measured.map(({ label }) => label)],
    names.map((name) => {
      const cells = measured.map(({ figures }) => figures.queries.find((query) => query.name === name));
      const target = cells.find((cell) => cell)?.target ?? '';
      return [
        name,
        target,
        ...cells.map((c) => (c ? `${c.medianMs.toFixed(1)} / ${c.worstMs.toFixed(1)}` : '')),
      ];
    }),
  );
}
