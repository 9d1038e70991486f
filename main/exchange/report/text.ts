import type { Report, ReportRow } from './report.ts';
import type { SystemFacts } from './system.ts';
import { drawTable, type TableColumn } from './table.ts';
import { formatCount, formatErrors, formatMegabytes, formatMs, formatShare, lossWords } from './words.ts';

/** Functions in each list. */
const TOP = 20;

const figures: readonly TableColumn<ReportRow>[] = [
  { title: 'calls', of: (row) => formatCount(row.calls) },
  { title: 'errors', of: (row) => (row.errors === 0 ? '' : formatCount(row.errors)), leaveOut: 2 },
  { title: 'self', of: (row) => formatScaled(row.selfMs, row.scale) },
  { title: 'total', of: (row) => formatScaled(row.totalMs, row.scale) },
  { title: 'avg', of: (row) => formatMs(row.avgMs), leaveOut: 3 },
  { title: 'p95', of: (row) => formatMs(row.p95Ms), leaveOut: 4 },
  { title: 'max', of: (row) => formatMs(row.maxMs), leaveOut: 5 },
];

/** For a terminal of so many columns: where the time went, what failed, what is slow, and what is not in the recording. */
export function textReport(report: Report, width: number): string {
  const { run, summary, functions, loss } = report;
  const called = functions.filter((row) => row.calls > 0);
  const bySelf = [...called].sort((a, b) => b.selfMs * scaleOf(b) - a.selfMs * scaleOf(a));
  const byTotal = [...called].sort((a, b) => b.totalMs * scaleOf(b) - a.totalMs * scaleOf(a));
  const failed = called.filter((row) => row.errors > 0).sort((a, b) => b.errors - a.errors);
  const slow = report.slow.flatMap(({ index, severity }) => {
    const row = functions[index];
    return row === undefined ? [] : [{ ...row, severity }];
  });
  const isAgreed = report.slow.some(({ limitMs }) => limitMs !== summary.slowThresholdMs);
  const unsteady = report.unsteady.flatMap(({ index, severity, ratio }) => {
    const row = functions[index];
    return row === undefined ? [] : [{ ...row, severity, ratio }];
  });
  const table = (rows: readonly ReportRow[]): string => drawTable(rows, nameOf, figures, width);
  const sections = [
    [
      `${run.name}: ${run.command}`,
      `${run.startedAt}, ran ${formatMs(run.durationMs)}, ${ending(run)}, level ${run.level}, ${run.runtimes.join(', ')}`,
      `${formatCount(summary.executions)} calls of ${formatCount(summary.calledFunctions)} functions (${formatCount(summary.functions)} loaded), ` +
        `${formatErrors(summary.errors)}, success rate ${formatShare(summary.successRate)}, average ${formatMs(summary.avgMs)}`,
    ].join('\n'),
    section('By self time', table(bySelf.slice(0, TOP)), bySelf.length),
    section('By total time', table(byTotal.slice(0, TOP)), byTotal.length),
    failed.length === 0 ? '' : section('Errors', table(failed.slice(0, TOP)), failed.length),
    slow.length === 0
      ? ''
      : section(
          `Slow (average from ${formatMs(summary.slowThresholdMs)}${isAgreed ? ', or from what was agreed' : ''})`,
          drawTable(
            slow.slice(0, TOP),
            nameOf,
            [{ title: 'severity', of: (row) => row.severity }, ...figures],
            width,
          ),
          slow.length,
        ),
    unsteady.length === 0
      ? ''
      : section(
          'High variance (99th percentile against median)',
          drawTable(
            unsteady.slice(0, TOP),
            nameOf,
            [
              { title: 'severity', of: (row) => row.severity },
              { title: 'ratio', of: (row) => `${formatCount(row.ratio)}x` },
              { title: 'calls', of: (row) => formatCount(row.calls) },
              { title: 'min', of: (row) => formatMs(row.minMs), leaveOut: 2 },
              { title: 'p50', of: (row) => formatMs(row.p50Ms) },
              { title: 'p99', of: (row) => formatMs(row.p99Ms) },
              { title: 'max', of: (row) => formatMs(row.maxMs), leaveOut: 3 },
            ],
            width,
          ),
          unsteady.length,
        ),
    report.system === null ? '' : memoryWords(report.system),
    `Recording: ${lossWords(loss)}.`,
    called.some(({ scale }) => scale !== undefined)
      ? '~ scaled: of a throttled function some calls were timed, and stand for all.'
      : '',
  ];
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`;
}

function memoryWords({ avgMemory, peakMemory, processes, trend, bytesPerSecond }: SystemFacts): string {
  const grows = trend === 'increasing' ? `, growing by ${formatMegabytes(bytesPerSecond)} a second` : '';
  const whose = processes === 1 ? '' : ` in ${formatCount(processes)} processes`;
  return `Memory: average ${formatMegabytes(avgMemory)}, peak ${formatMegabytes(peakMemory)}${whose}${grows}.`;
}

const scaleOf = ({ scale = 1 }: ReportRow): number => scale;

const formatScaled = (ms: number, scale: number | undefined): string =>
  scale === undefined ? formatMs(ms) : `~${formatMs(ms * scale)}`;

const nameOf = (row: ReportRow): string => `${row.function}  ${row.file}:${row.line}`;

function section(title: string, table: string, rows: number): string {
  if (rows === 0) return `${title}\n  no calls`;
  const more = rows > TOP ? `\n  ... and ${formatCount(rows - TOP)} more` : '';
  return `${title}\n${table}${more}`;
}

function ending(run: Report['run']): string {
  if (run.signal !== null) return `ended by ${run.signal}`;
  return run.exitCode === null ? 'not ended' : `exit code ${run.exitCode}`;
}
