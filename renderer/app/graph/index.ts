/** Graphs whose nodes stand in folders. */
export { GraphExplorer } from './GraphExplorer.tsx';
export { EDGE_MARK, type GraphData, MARK } from './graph-data.ts';
export type { LegendWords } from './Legend.tsx';
export { useSelectedModule } from './use-selected-module.ts';
