import { othersEnd } from './folder-tree.ts';
import type { GraphNode } from './visible-graph.ts';

/** A closed folder says how many it stands for. */
export function nodeLabel({ kind, label, size }: GraphNode): string {
  return kind === 'folder' && !label.endsWith(othersEnd) ? `${label} ${size}` : label;
}
