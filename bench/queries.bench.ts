import { measureFileApart } from './store/measure-process.ts';
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
}
