import {
  type IndexIntoThreads,
  type LineTable,
  parseSpanId,
  type RunId,
  type SpanId,
  type StepState,
  type StepTable,
} from '#contract';
import { type RunQuery, useRunQuery } from './recordings.ts';
import type { Query } from './use-query.ts';

/** A thread that can be replayed. */
export interface StepThread {
  readonly thread: IndexIntoThreads;
  readonly name: string;
  /** Steps it has recorded so far. */
  readonly total: number;
}

/** Threads whose steps are asked for: who has more of them than can be chosen from has none at level 4. */
const mostThreads = 256;

/** The threads that recorded steps, those with most first. */
export function useStepThreads(run: RunId | null): Query<readonly StepThread[]> {
  return useRunQuery(run, 'stepThreads', null, loadThreads);
}

const loadThreads: RunQuery<readonly StepThread[]> = async ({ recordings }, run, signal) => {
  const { threads } = await recordings.summary({ run }, signal);
  const totals = await Promise.all(
    threads
      .slice(0, mostThreads)
      .map(({ index }) => recordings.steps({ run, thread: index, fromStep: 0, count: 0 }, signal)),
  );
  return totals
    .map(({ total }, at) => ({ thread: at, total, name: threads[at]?.name ?? `thread ${at}` }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.total - a.total);
};

/** Open calls shown, from the innermost on. */
const frames = 32;

/** The program halted before a step. While another step loads, the one before it stands in. */
export function useStepState(
  run: RunId | null,
  place: { readonly thread: IndexIntoThreads; readonly step: number } | null,
): Query<StepState> {
  return useRunQuery(
    place === null ? null : run,
    'stepState',
    place,
    ({ recordings }, run, signal) =>
      recordings.variablesAt({ run, thread: place?.thread ?? 0, step: place?.step ?? 0, frames }, signal),
    'family',
  );
}

/** The steps around a place: what ran last, and what comes next. */
export function useStepsAround(
  run: RunId | null,
  place: { readonly thread: IndexIntoThreads; readonly step: number } | null,
  before: number,
  count: number,
): Query<StepTable> {
  const fromStep = Math.max(0, (place?.step ?? 0) - before);
  return useRunQuery(
    place === null ? null : run,
    'steps',
    [place?.thread, fromStep, count],
    ({ recordings }, run, signal) =>
      recordings.steps({ run, thread: place?.thread ?? 0, fromStep, count }, signal),
    'family',
  );
}

/** All steps are read for it, which a live run should not ask for at each of its revisions. */
const linesRestMs = 2000;

/** What the lines of a file did; `null`: a file that the run does not know. Empty below level 4. */
export function useLines(run: RunId | null, file: string | null): Query<LineTable> {
  return useRunQuery(
    file === null ? null : run,
    'lines',
    file,
    ({ recordings }, run, signal) => recordings.lines({ run, file: file ?? '' }, signal),
    undefined,
    linesRestMs,
  );
}

/** Steps of a call that `useStepsOf` gives at most: what a person can read. */
export const stepsOfCall = 2000;

/** The lines that a call ran through, and what it set. */
export function useStepsOf(run: RunId | null, span: SpanId | null): Query<StepTable> {
  return useRunQuery(span === null ? null : run, 'stepsOf', span, ({ recordings }, run, signal) => {
    const { thread } = parseSpanId(span ?? '');
    return recordings.steps({ run, thread, fromStep: 0, count: stepsOfCall, span: span ?? '' }, signal);
  });
}
