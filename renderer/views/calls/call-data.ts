import type { StaticCallGraph } from '#contract';
import { circles } from '#renderer/app/graph/cycles.ts';
import { EDGE_MARK, type GraphData, MARK } from '#renderer/app/graph/graph-data.ts';

/** Bits of `StaticCallGraph.flags` and of its edges' kinds. */
const DEAD = 4;
const KIND = { byName: 1, byMember: 2, run: 4 } as const;

/**
 * The functions of the project as a graph to walk in; each stands in its file, which stands in its folders. Calls from outside
 * and from the top level of a module have no node to begin at; who is called from there is an entry.
 */
export function callData({ functions, flags, calls, edges }: StaticCallGraph): GraphData {
  const marks = Uint8Array.from(flags, (bits) => (bits & DEAD ? MARK.dead : 0));
  const rows: number[] = [];
  for (let at = 0; at < edges.length; at++) {
    const to = edges.to[at] as number;
    if ((edges.from[at] as number) >= 0) rows.push(at);
    else marks[to] = (marks[to] as number) | MARK.entry;
  }
  const from = Int32Array.from(rows, (at) => edges.from[at] as number);
  const to = Int32Array.from(rows, (at) => edges.to[at] as number);
  const circle = circles(functions.length, from, to);
  for (let at = 0; at < circle.length; at++)
    if (circle[at] !== -1) marks[at] = (marks[at] as number) | MARK.cycle;
  const edgeMarks = Uint8Array.from(rows, (row, at) => {
    const kinds = edges.kinds[row] as number;
    const ring = circle[from[at] as number] as number;
    return (
      (kinds & (KIND.byName | KIND.byMember) ? EDGE_MARK.static : 0) |
      (kinds & KIND.run ? EDGE_MARK.runtime : 0) |
      (ring !== -1 && ring === circle[to[at] as number] ? EDGE_MARK.cycle : 0)
    );
  });
  return {
    length: functions.length,
    path: functionPaths(functions),
    module: functions.map(({ file }) => file),
    calls,
    errors: new Float64Array(functions.length),
    marks,
    files: new Set(functions.map(({ file }) => file)),
    edges: {
      length: rows.length,
      from,
      to,
      marks: edgeMarks,
      calls: Float64Array.from(rows, (at) => edges.calls[at] as number),
    },
  };
}

/** `src/cart.js/Cart.total`; with the line where a file has several of that name. A slash in a name would look like a folder. */
export function functionPaths(functions: StaticCallGraph['functions']): readonly string[] {
  const plain = functions.map(({ file, name }) => `${file}/${name.replaceAll('/', '\u2215')}`);
  const times = new Map<string, number>();
  for (const path of plain) times.set(path, (times.get(path) ?? 0) + 1);
  return plain.map((path, at) => (times.get(path) === 1 ? path : `${path}:${functions[at]?.line}`));
}
