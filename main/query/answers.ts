import type { Recordings } from '#contract';
import { repairRecording } from '../store/repair.ts';
import { verifyRecording } from '../store/verify.ts';
import { neighbours } from './call-edges.ts';
import { difference } from './difference.ts';
import { functionTable } from './function-table.ts';
import { heatMap } from './heat-map.ts';
import { type Query, requireFunction } from './query.ts';
import { rowDurations } from './row-durations.ts';
import { scopedStatistics } from './scoped-statistics.ts';
import { completions, search, searchStep } from './search/index.ts';
import { logPage, metricSeries, operationPage } from './signals/index.ts';
import { spanDetail } from './span-detail.ts';
import { spanList } from './span-list.ts';
import { sql, sqlSchema } from './sql/index.ts';
import { findStep, findWrite, levelTable, lineTable, stepState, stepTable } from './steps/index.ts';
import { type RecordingPart, summary } from './summary.ts';
import { timeline } from './timeline.ts';
import { traceTable } from './trace/index.ts';
import { callTreeAnswer, sandwich } from './tree/index.ts';

type RequestOf<M extends keyof Recordings> = Omit<Parameters<Recordings[M]>[0], 'run'>;
type AnswerOf<M extends keyof Recordings> = M extends 'summary'
  ? RecordingPart
  : Awaited<ReturnType<Recordings[M]>>;

/** How each method of the service is answered from one recording. */
export const answers: {
  readonly [M in keyof Recordings]: (query: Query, request: RequestOf<M>) => AnswerOf<M>;
} = {
  summary: ({ snapshot }) => summary(snapshot),
  functions: functionTable,
  callTree: callTreeAnswer,
  sandwich,
  durations: rowDurations,
  timeline,
  span: (query, { id }) => spanDetail(query, id),
  spans: spanList,
  trace: traceTable,
  search,
  searchStep,
  searchCompletions: completions,
  statistics: scopedStatistics,
  difference,
  sql,
  sqlSchema,
  heatMap,
  levels: levelTable,
  lines: lineTable,
  steps: stepTable,
  variablesAt: stepState,
  findWrite,
  logs: logPage,
  operations: operationPage,
  metrics: metricSeries,
  findStep,
  verify: ({ reader, checkpoint }) => verifyRecording(reader.file, checkpoint),
  repair: ({ reader, checkpoint }) => repairRecording(reader.file, checkpoint),
  neighbours(query, { function: fn, ...scope }) {
    requireFunction(query.snapshot, fn);
    return neighbours(query, fn, scope);
  },
};
