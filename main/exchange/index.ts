import type { Baseline, ComparisonSource, Exchange, ProjectDir, RunId } from '#contract';
import { writeWhole } from './atomic-file.ts';
import { buildBaseline } from './baseline/build.ts';
import { readBaseline } from './baseline/read.ts';
import { compareBaselines, type Side } from './compare/compare.ts';
import { spanLines } from './formats/spans.ts';
import { speedscopeFile } from './formats/speedscope.ts';
import { sqlRows } from './formats/sql-rows.ts';
import type { ExchangeDeps } from './ports.ts';

export { sqlRows } from './formats/sql-rows.ts';
export type { ExchangeDeps } from './ports.ts';
export {
  buildReport,
  executionDetails,
  type Report,
  type ReportFormat,
  reportFormats,
  writeReport,
} from './report/index.ts';

/** What an export of a statement may give and take: as much as a statement ever may. */
const SQL_ROWS = 100_000;
const SQL_TIME_MS = 600_000;

/** The exchange service: baselines, comparisons and exports of runs. */
export function createExchange(deps: ExchangeDeps): Exchange {
  const { recordings, graphs, openScan, traceIdOf, version } = deps;

  async function baseline(dir: ProjectDir, run: RunId, signal?: AbortSignal): Promise<Baseline> {
    const [summary, graph] = await Promise.all([
      recordings.summary({ run }, signal),
      graphs.modules({ dir, run }, signal),
    ]);
    const scan = await openScan(run);
    try {
      return buildBaseline({ summary, scan, graph, version });
    } finally {
      scan.dispose();
    }
  }

  async function load(dir: ProjectDir, source: ComparisonSource, signal?: AbortSignal): Promise<Side> {
    switch (source.kind) {
      case 'run':
        return { baseline: await baseline(dir, source.run, signal), run: source.run };
      case 'file':
        return { baseline: await readBaseline(source.file), run: null };
    }
  }

  async function exportSpans(run: RunId, format: 'spans' | 'speedscope', file: string, signal?: AbortSignal) {
    const { run: facts, durationNs } = await recordings.summary({ run }, signal);
    const scan = await openScan(run);
    try {
      const chunks =
        format === 'spans'
          ? spanLines({ scan, run, traceIdOf }, signal)
          : speedscopeFile({ scan, run: facts, version, durationNs }, signal);
      return await writeWhole(file, chunks, signal);
    } finally {
      scan.dispose();
    }
  }

  return {
    baseline: ({ dir, run }, signal) => baseline(dir, run, signal),
    async exportTo({ dir, run, format, file }, signal) {
      if (format !== 'baseline') return { file, bytes: await exportSpans(run, format, file, signal) };
      const text = `${JSON.stringify(await baseline(dir, run, signal), null, 2)}\n`;
      return { file, bytes: await writeWhole(file, [text], signal) };
    },
    async exportSql({ run, sql, format, file }, signal) {
      const answer = await recordings.sql({ run, sql, limit: SQL_ROWS, timeLimitMs: SQL_TIME_MS }, signal);
      const bytes = await writeWhole(file, sqlRows(answer, format), signal);
      return { file, bytes, rows: answer.rows.length, truncated: answer.truncated };
    },
    async compare({ dir, base, next, maxRegressionPct, repeats = [] }, signal) {
      const before = await load(dir, base, signal);
      const after = await load(dir, next, signal);
      const again: Baseline[] = [];
      for (const run of repeats) again.push(await baseline(dir, run, signal));
      return compareBaselines(before, after, maxRegressionPct, again);
    },
  };
}
