import type { IndexIntoFunctions, TimeNs, TraceTable } from '#contract';
import { BoxFlag } from '../../canvas/index.ts';

/**
 * A track of one request or task: a call that nothing called, or an asynchronous one that went on at the same time as another one
 * of the same caller.
 */
export interface TaskTrack {
  /** Below those of operations, which are below 0. */
  readonly index: number;
  /** Of the call that it begins with. */
  readonly function: IndexIntoFunctions;
  /** -1: no end yet. */
  readonly durationNs: number;
  readonly lanes: number;
  readonly calls: number;
  /** There are more, which were not asked for. */
  readonly isCut: boolean;
}

/** Where the calls of tasks stand. */
export interface TaskTracks {
  readonly tracks: readonly TaskTrack[];
  /** By the key of a call (`callKey`): its track, and its lane there. */
  readonly places: ReadonlyMap<number, TaskPlace>;
  /** Tasks that are left out, since there would be too many tracks. */
  readonly omitted: number;
}

export interface TaskPlace {
  readonly track: number;
  readonly lane: number;
}

const FIRST_KEY = -1000;
const MOST_TRACKS = 24;

export const NO_TASKS: TaskTracks = { tracks: [], places: new Map(), omitted: 0 };

/** A call of any thread as one number: exact for the first 2^37 calls of a thread. */
export const callKey = (thread: number, ordinal: number): number => ordinal * 65_536 + thread;

interface Task {
  readonly table: TraceTable;
  /** In time order. */
  readonly rows: number[];
}

/** Divides the calls below each root into tasks, and those of a task into lanes: a call below its caller, where there is room. */
export function taskTracks(roots: readonly TraceTable[]): TaskTracks {
  const tasks = dividedTasks(roots);
  const longest = tasks
    .toSorted((a, b) => lengthOf(b) - lengthOf(a))
    .slice(0, MOST_TRACKS)
    .sort((a, b) => startOf(a) - startOf(b));
  const places = new Map<number, TaskPlace>();
  const tracks = longest.map((task, at): TaskTrack => {
    const index = FIRST_KEY - at;
    const first = task.rows[0] as number;
    return {
      index,
      function: task.table.function[first] as number,
      durationNs: task.table.durationNs[first] as number,
      lanes: placeInLanes(task, index, places),
      calls: task.rows.length,
      isCut: task.table.length < task.table.total + task.table.omitted,
    };
  });
  return { tracks, places, omitted: tasks.length - longest.length };
}

function dividedTasks(roots: readonly TraceTable[]): readonly Task[] {
  const tasks: Task[] = [];
  // A root that another root led to, in another process, is listed below that one as well.
  const seen = new Set<number>();
  const beginnings = new Set(roots.map((table) => callKey(table.thread[0] ?? -1, table.ordinal[0] ?? -1)));
  for (const table of roots) {
    const apart = besideOthers(table);
    const taskOf: Task[] = [];
    for (let row = 0; row < table.length; row++) {
      const key = callKey(table.thread[row] as number, table.ordinal[row] as number);
      const above = taskOf[table.parent[row] as number];
      const begins = above === undefined || apart[row] === 1 || (row > 0 && beginnings.has(key));
      const task = begins ? { table, rows: [] } : above;
      taskOf.push(task);
      if (seen.has(key)) continue;
      seen.add(key);
      if (begins) tasks.push(task);
      task.rows.push(row);
    }
  }
  for (const { table, rows } of tasks)
    rows.sort((a, b) => (table.startNsOf[a] as number) - (table.startNsOf[b] as number) || a - b);
  return tasks;
}

/** 1 for each asynchronous call that went on at the same time as another one that was to be waited for at the same place. */
function besideOthers(table: TraceTable): Uint8Array {
  const apart = new Uint8Array(table.length);
  const calls: number[] = [];
  for (let row = 1; row < table.length; row++)
    if (((table.flags[row] as number) & BoxFlag.async) !== 0) calls.push(row);
  calls.sort((a, b) => (table.startNsOf[a] as number) - (table.startNsOf[b] as number));
  // By the row of whoever outlasts it: the asynchronous call so far that ends last.
  const last = new Map<number, number>();
  for (const row of calls) {
    const above = outlasting(table, row);
    const before = last.get(above);
    if (before !== undefined && (table.startNsOf[row] as number) < endOf(table, before)) {
      apart[before] = 1;
      apart[row] = 1;
    }
    if (before === undefined || endOf(table, row) > endOf(table, before)) last.set(above, row);
  }
  return apart;
}

/** The nearest caller that ends no sooner than a call: in `all(names.map((name) => load(name)))` not the arrow but what waits for all. */
function outlasting(table: TraceTable, row: number): number {
  let above = table.parent[row] as number;
  while (above >= 0 && endOf(table, above) < endOf(table, row)) above = table.parent[above] as number;
  return above;
}

/** Returns how many lanes there are. */
function placeInLanes({ table, rows }: Task, track: number, places: Map<number, TaskPlace>): number {
  const freeAt: TimeNs[] = [];
  const laneOf = new Map<number, number>();
  for (const row of rows) {
    let lane = (laneOf.get(table.parent[row] as number) ?? -1) + 1;
    while (lane < freeAt.length && (freeAt[lane] as number) > (table.startNsOf[row] as number)) lane++;
    freeAt[lane] = endOf(table, row);
    laneOf.set(row, lane);
    places.set(callKey(table.thread[row] as number, table.ordinal[row] as number), { track, lane });
  }
  return freeAt.length;
}

function endOf(table: TraceTable, row: number): TimeNs {
  const duration = table.durationNs[row] as number;
  return duration < 0 ? Number.POSITIVE_INFINITY : (table.startNsOf[row] as number) + duration;
}

const startOf = ({ table, rows }: Task): TimeNs => table.startNsOf[rows[0] as number] as number;
const lengthOf = (task: Task): number => endOf(task.table, task.rows[0] as number) - startOf(task);
