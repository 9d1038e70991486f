import type { CallTreeTable, TimelineWindow } from '#contract';

/** ns of one character in `timelineFromText`. */
export const CHARACTER_NS = 10;

/**
 * A timeline as it would look: one line per lane, the first character is the thread, lanes of a thread from the top. A letter is
 * a function (a: 0, b: 1 ...), a run of it one span, a capital a failed one; `>` after it: no end yet; a run of `~` within it: it was
 * suspended; `-` the same, in waits too short to be told apart. Digits are crowds, each as many calls as it says, mostly of function a. A `.` or blank is nothing.
 */
export function timelineFromText(text: string): TimelineWindow {
  const spans: number[][] = [];
  const density: number[][] = [];
  const waits: number[][] = [];
  const lanes = new Map<number, number>();
  let columns = 0;
  for (const line of text.split('\n').filter((each) => each.trim() !== '')) {
    const trimmed = line.trim();
    const thread = Number(trimmed[0]);
    const lane = lanes.get(thread) ?? 0;
    lanes.set(thread, lane + 1);
    const cells = trimmed.slice(2);
    columns = Math.max(columns, cells.length);
    for (const match of cells.matchAll(/([a-z])(?:\1|[~-])*(>?)|([A-Z])\3*|\d/g)) {
      const [whole, lower, open, upper] = match;
      const startNs = match.index * CHARACTER_NS;
      const letter = lower ?? upper;
      const durationNs = whole.length * CHARACTER_NS;
      if (letter === undefined) density.push([thread, lane, startNs, durationNs, Number(whole), 0, 0]);
      else {
        const flags = (upper ? 1 : 0) | (/[~-]/.test(whole) ? 2 : 0) | (open ? 4 : 0);
        const fn = letter.toLowerCase().charCodeAt(0) - 97;
        const suspendedNs = (whole.match(/[~-]/g)?.length ?? 0) * CHARACTER_NS;
        spans.push([thread, lane, startNs, open ? -1 : durationNs, fn, spans.length, flags, suspendedNs]);
        for (const { index, 0: wait } of whole.matchAll(/~+/g))
          waits.push([thread, lane, startNs + index * CHARACTER_NS, wait.length * CHARACTER_NS]);
      }
    }
  }
  const int = (rows: number[][], column: number) => Int32Array.from(rows, (row) => row[column] as number);
  const float = (rows: number[][], column: number) => Float64Array.from(rows, (row) => row[column] as number);
  return {
    revision: 1,
    range: { startNs: 0, endNs: columns * CHARACTER_NS },
    spans: {
      length: spans.length,
      thread: int(spans, 0),
      lane: int(spans, 1),
      startNs: float(spans, 2),
      durationNs: float(spans, 3),
      function: int(spans, 4),
      ordinal: float(spans, 5),
      flags: Uint8Array.from(spans, (row) => row[6] as number),
      suspendedNs: float(spans, 7),
    },
    waits: {
      length: waits.length,
      thread: int(waits, 0),
      lane: int(waits, 1),
      startNs: float(waits, 2),
      durationNs: float(waits, 3),
    },
    density: {
      length: density.length,
      thread: int(density, 0),
      lane: int(density, 1),
      startNs: float(density, 2),
      durationNs: float(density, 3),
      count: int(density, 4),
      errors: int(density, 5),
      function: int(density, 6),
    },
  };
}

/**
 * A call tree by indentation, two blanks a level: `a 10` is function a (0) with a total of 10 ns; `a 10 x3 !1`: three calls, one
 * of which failed. The root, row 0, is added.
 */
export function callTreeFromText(text: string): CallTreeTable {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  const rows = lines.map((line) => {
    const depth = (line.length - line.trimStart().length - margin) / 2 + 1;
    const [name = '', total = '0', ...marks] = line.trim().split(/\s+/);
    const mark = (sign: string) =>
      Number(marks.find((each) => each.startsWith(sign))?.slice(1) ?? Number.NaN);
    return {
      function: name.charCodeAt(0) - 97,
      depth,
      totalNs: Number(total),
      calls: mark('x') || 1,
      errors: mark('!') || 0,
    };
  });
  const topTotal = rows.filter((row) => row.depth === 1).reduce((sum, row) => sum + row.totalNs, 0);
  return tableOf([{ function: -1, depth: 0, totalNs: topTotal, calls: 0, errors: 0 }, ...rows]);
}

interface TreeRow {
  readonly function: number;
  readonly depth: number;
  readonly totalNs: number;
  readonly calls: number;
  readonly errors: number;
}

/** Completes depth-first rows with parents, ends of subtrees and self times. */
export function tableOf(rows: readonly TreeRow[]): CallTreeTable {
  const parent = new Int32Array(rows.length).fill(-1);
  const subtreeEnd = new Int32Array(rows.length).fill(rows.length);
  const selfNs = Float64Array.from(rows, (row) => row.totalNs);
  const open: number[] = [];
  rows.forEach((row, i) => {
    while (open.length > row.depth) subtreeEnd[open.pop() as number] = i;
    const above = open.at(-1);
    if (above !== undefined) {
      parent[i] = above;
      selfNs[above] = Math.max(0, (selfNs[above] as number) - row.totalNs);
    }
    open.push(i);
  });
  return {
    revision: 1,
    length: rows.length,
    node: Int32Array.from(rows, (_, i) => i),
    function: Int32Array.from(rows, (row) => row.function),
    parent,
    subtreeEnd,
    depth: Int32Array.from(rows, (row) => row.depth),
    calls: Float64Array.from(rows, (row) => row.calls),
    errors: Float64Array.from(rows, (row) => row.errors),
    totalNs: Float64Array.from(rows, (row) => row.totalNs),
    selfNs,
    weight: Float64Array.from(rows, (row) => row.totalNs),
    omitted: 0,
  };
}
