import { EDGE_MARK, type GraphData } from './graph-data.ts';

export type EdgeFilter = 'both' | 'static' | 'runtime';
/** Along the edges, against them, or both. */
export type Direction = 'both' | 'uses' | 'users';

/** A node and what lies around it. */
export interface Focus {
  readonly path: string;
  /** Edges between it and the furthest node; infinite for all that can be reached. */
  readonly depth: number;
  readonly direction: Direction;
}

/** Whether an edge is shown under a filter. */
export function passes(marks: number, filter: EdgeFilter): boolean {
  return filter === 'both' || (marks & (filter === 'static' ? EDGE_MARK.static : EDGE_MARK.runtime)) !== 0;
}

/** The nodes within reach of one, itself among them; level by level, so each is reached by a shortest way. */
export function neighbourhood(
  { path, edges }: GraphData,
  { path: center, depth, direction }: Focus,
  filter: EdgeFilter,
): ReadonlySet<number> {
  const near = new Set([path.indexOf(center)]);
  for (let level = 0; level < depth; level++) {
    const next: number[] = [];
    for (let at = 0; at < edges.length; at++) {
      if (!passes(edges.marks[at] as number, filter)) continue;
      const [from, to] = [edges.from[at] as number, edges.to[at] as number];
      if (direction !== 'users' && near.has(from) && !near.has(to)) next.push(to);
      if (direction !== 'uses' && near.has(to) && !near.has(from)) next.push(from);
    }
    if (next.length === 0) break;
    for (const node of next) near.add(node);
  }
  return near;
}
