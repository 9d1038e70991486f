import type { CallTreeTable } from '#contract';

/** Calls of a call tree joined by a grouping of its functions (by file, for example). */
export interface FoldedTree {
  /** By group: inclusive ns; a call below another of its group counts once. */
  readonly totalNs: Float64Array<ArrayBuffer>;
  /** Calls from one group into another; those within a group and from outside are left out. */
  readonly edges: readonly FoldedEdge[];
}

export interface FoldedEdge {
  readonly from: number;
  readonly to: number;
  calls: number;
  /** Inclusive ns; a call below another of the same edge counts once. */
  totalNs: number;
}

/**
 * One pass over the rows, which stand depth first.
 * @param groupOf group of each function index
 */
export function foldCallTree(tree: CallTreeTable, groupOf: Int32Array, groups: number): FoldedTree {
  const totalNs = new Float64Array(groups);
  /** Rows of each group, and of each edge, between the current row and the root. */
  const openOfGroup = new Int32Array(groups);
  const openOfEdge: number[] = [];
  const edges: FoldedEdge[] = [];
  const edgeIndex = new Map<number, number>();
  /** The rows from the root to the current one: where they end, their group, and their edge (-1: none). */
  const ends: number[] = [];
  const pathGroups: number[] = [];
  const pathEdges: number[] = [];

  const leaveRowsBefore = (row: number): void => {
    while (ends.length > 0 && (ends.at(-1) ?? 0) <= row) {
      ends.pop();
      const group = pathGroups.pop() ?? 0;
      openOfGroup[group] = (openOfGroup[group] ?? 0) - 1;
      const edge = pathEdges.pop() ?? -1;
      if (edge !== -1) openOfEdge[edge] = (openOfEdge[edge] ?? 0) - 1;
    }
  };

  const edgeBetween = (from: number, to: number): number => {
    const key = from * groups + to;
    const known = edgeIndex.get(key);
    if (known !== undefined) return known;
    edgeIndex.set(key, edges.length);
    openOfEdge.push(0);
    return edges.push({ from, to, calls: 0, totalNs: 0 }) - 1;
  };

  // Row 0 is the run itself and belongs to no group.
  for (let row = 1; row < tree.length; row++) {
    leaveRowsBefore(row);
    const group = groupOf[tree.function[row] ?? 0] ?? 0;
    const from = pathGroups.at(-1);
    const rowTotal = tree.totalNs[row] ?? 0;
    if (openOfGroup[group] === 0) totalNs[group] = (totalNs[group] ?? 0) + rowTotal;
    const edge = from === undefined || from === group ? -1 : edgeBetween(from, group);
    const folded = edges[edge];
    if (folded !== undefined) {
      folded.calls += tree.calls[row] ?? 0;
      if (openOfEdge[edge] === 0) folded.totalNs += rowTotal;
      openOfEdge[edge] = (openOfEdge[edge] ?? 0) + 1;
    }
    ends.push(tree.subtreeEnd[row] ?? row + 1);
    pathGroups.push(group);
    pathEdges.push(edge);
    openOfGroup[group] = (openOfGroup[group] ?? 0) + 1;
  }
  return { totalNs, edges };
}
