import { useMemo } from 'react';
import type { FunctionTable, RunId, TimelineWindow, TimeRange } from '#contract';
import {
  type Activity,
  activityOf,
  type FurtherRows,
  type MetricLines,
  metricLines,
  type TimelineBoxes,
  timelineBoxes,
} from '../../canvas/index.ts';
import {
  type Query,
  useMetrics,
  useOperations,
  useQuery,
  useRevision,
  useRootTraces,
  useServices,
  useTimeline,
} from '../../data/index.ts';
import { type Keep, keptCalls } from './kept-calls.ts';
import { type OperationTracks, operationTracks } from './operation-tracks.ts';
import { taskRows } from './task-rows.ts';
import { NO_TASKS, type TaskTracks, taskTracks } from './task-tracks.ts';
import type { WindowPlan } from './window-plan.ts';

/** The minimap shows how deep the calls go, down to this lane. */
const OVERVIEW_LANES = 24;

/** The window planned, and until it is here the last one, made ready for painting. */
export function useBoxes(
  run: RunId,
  plan: WindowPlan | null,
  edgeNs: number,
  keep: Keep,
  operations: FurtherRows | null,
  tasks: TaskTracks,
): { readonly query: Query<TimelineWindow>; readonly boxes: TimelineBoxes | null } {
  const query = useTimeline(run, plan);
  const window = query.value;
  // The edge only grows, and with it the revision of the window: a new window brings the new edge.
  const boxes = useMemo(
    () =>
      window === undefined
        ? null
        : boxesOf(keptCalls(window, keep, plan?.widthPx ?? 1), edgeNs, operations, tasks),
    [window, keep, operations, tasks],
  );
  return { query, boxes };
}

function boxesOf(window: TimelineWindow, edgeNs: number, operations: FurtherRows | null, tasks: TaskTracks) {
  const further = [operations, taskRows(window, tasks)].filter((rows) => rows !== null);
  return timelineBoxes(window, edgeNs, further);
}

/** What the minimap shows. While a run lives its length changes all the time, so the question is asked in round lengths. */
export function useActivity(run: RunId, bounds: TimeRange, columns: number): Activity | null {
  const { recordings } = useServices();
  const revision = useRevision(run);
  const range = useMemo(() => ({ startNs: 0, endNs: roundUp(bounds.endNs) }), [bounds.endNs]);
  const widthPx = Math.max(1, Math.ceil((columns * range.endNs) / bounds.endNs));
  const asked = columns > 0 && revision !== null;
  const { value } = useQuery<TimelineWindow>(
    asked
      ? {
          key: `run/${run}/overview/${range.endNs}/${columns}`,
          revision,
          family: `run/${run}/overview`,
          load: (signal) => recordings.timeline({ run, range, widthPx, maxLane: OVERVIEW_LANES }, signal),
        }
      : null,
  );
  return useMemo(
    () => (value === undefined || columns === 0 ? null : activityOf(value, bounds, columns)),
    [value, bounds, columns],
  );
}

/** To two digits, so that a growing recording asks a new question at every tenth of its length at most. */
function roundUp(ns: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(ns)) - 1);
  return Math.ceil(ns / unit) * unit;
}

/** What the processes used, over the columns of the minimap; `null`: nothing was measured. */
export function useMetricLines(run: RunId, bounds: TimeRange, columns: number): MetricLines | null {
  const { value } = useMetrics(run);
  return useMemo(
    () => (value === undefined || columns === 0 ? null : metricLines(value, bounds, columns)),
    [value, bounds, columns],
  );
}

/** Of `FunctionTable.flags`. */
const OPERATION = 32;

export function hasOperations({ flags }: Pick<FunctionTable, 'flags'>): boolean {
  return flags.some((bits) => (bits & OPERATION) !== 0);
}

/** Tracks of what was reached outside in a time; `null`: none are wanted. */
export function useOperationTracks(
  run: RunId,
  range: TimeRange | null,
): OperationTracks & { readonly total: number } {
  const { value } = useOperations(run, range);
  return useMemo(() => ({ ...operationTracks(value?.rows ?? []), total: value?.total ?? 0 }), [value]);
}

/** Tracks of the requests and tasks of a time; `null`: none are wanted. `more`: roots that were not asked for. */
export function useTaskTracks(
  run: RunId,
  range: TimeRange | null,
): { readonly tasks: TaskTracks; readonly more: number } {
  const { value } = useRootTraces(run, range);
  const isWanted = range !== null;
  return useMemo(() => {
    if (!isWanted || value === undefined) return { tasks: NO_TASKS, more: 0 };
    return { tasks: taskTracks(value.tables), more: Math.max(0, value.total - value.tables.length) };
  }, [value, isWanted]);
}
