import type { FunctionRow } from '../run-facts.ts';
import type { Report } from './report.ts';

const columns: readonly (keyof FunctionRow)[] = [
  'function',
  'file',
  'line',
  'calls',
  'errors',
  'totalMs',
  'selfMs',
  'avgMs',
  'minMs',
  'maxMs',
  'p50Ms',
  'p90Ms',
  'p95Ms',
  'p99Ms',
];

/** Only of a run with a profile of memory. */
const memoryColumns: typeof columns = ['memorySelfBytes', 'memoryTotalBytes'];

/** RFC 4180 with a header: CRLF, quotes doubled; a figure that does not exist is an empty cell. */
export function csvReport({ run, functions }: Report): string {
  const shown = run.memory === undefined ? columns : [...columns, ...memoryColumns];
  const lines = [
    shown.join(','),
    ...functions.map((row) => shown.map((column) => cell(row[column])).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = neutral(value);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text. The names are the traced code's. */
const neutral = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
