import { ALL, HARDEST } from './store/measure-memory.ts';
import { measureFileApart, measureMemoryApart } from './store/measure-process.ts';
import type { measureFile } from './store/measure-recording.ts';
import { printQueries } from './store/print-queries.ts';
import { printTable } from './table.ts';

/** `npm run bench -- queries FILE...`: what questions to recordings cost that are there already, side by side. */
export default async function run(files: readonly string[]): Promise<void> {
  if (files.length === 0) return console.log('Name the recordings: npm run bench -- queries FILE...');
  const measured: { label: string; figures: Awaited<ReturnType<typeof measureFile>> }[] = [];
  for (const file of files) {
    const figures = await measureFileApart(file);
    measured.push({ label: `${(figures.summary.spans / 1e6).toFixed(1)} million`, figures });
  }
  const row = (
    name: string,
    target: string,
    value: (figures: (typeof measured)[number]['figures']) => string,
  ) => [name, target, ...measured.map(({ figures }) => value(figures))];
  printTable(
    'Opening',
    ['', 'target', ...measured.map(({ label }) => label)],
    [
      row('reopen, the slowest of three', '300 ms', ({ reopenMs }) => `${reopenMs.toFixed(0)} ms`),
      row('bytes a span', '10', ({ summary }) => (summary.bytes / summary.spans).toFixed(2)),
      row('resident memory', '500 MB', ({ queryRss }) => `${(queryRss / 1e6).toFixed(0)} MB`),
    ],
  );
  printQueries(measured);
  for (const file of files) await printMemory(file);
}

async function printMemory(file: string): Promise<void> {
  const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);
  const rows: string[][] = [];
  for (const name of [...Object.keys(HARDEST), ALL]) {
    const row = [name];
    for (const readers of [1, 2]) {
      const { peakRss, restRss, cpuMs } = await measureMemoryApart(file, name, readers);
      row.push(mb(peakRss), mb(restRss), cpuMs.toFixed(0));
    }
    rows.push(row);
  }
  printTable(
    `Memory of a process whose readers are all asked at once: ${file}`,
    ['', '1 reader: most, MB', 'then', 'ms of CPU', '2 readers: most, MB', 'then', 'ms of CPU'],
    rows,
  );
}
