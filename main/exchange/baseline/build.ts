import type { Baseline, ModuleGraph, RecordingSummary } from '#contract';
import type { CallEdges, RecordingScan } from '../../query/scan-types.ts';
import { edgeKindNames } from '../../source/index.ts';
import { lossFacts, orderFunctions, runFacts, toMs } from '../run-facts.ts';

/** Everything a baseline is made of; the graph is of the sources as they are now, joined with the run. */
export interface BaselineParts {
  readonly summary: RecordingSummary;
  readonly scan: Pick<RecordingScan, 'functions' | 'callEdges'>;
  readonly graph: ModuleGraph;
  readonly version: string;
}

/** The summary of a run. The same recording and sources give the same baseline, byte for byte. */
export function buildBaseline({ summary, scan, graph, version }: BaselineParts): Baseline {
  const table = scan.functions();
  const { rows, rowOf } = orderFunctions(table);
  return {
    format: 'callscape-baseline',
    version: 1,
    run: runFacts(summary, table, version),
    functions: rows,
    callGraph: callGraph(scan.callEdges(), rowOf),
    modules: moduleFacts(graph),
    loss: lossFacts(summary),
  };
}

function callGraph(edges: CallEdges, rowOf: Int32Array): Baseline['callGraph'] {
  const rows = Array.from({ length: edges.length }, (_, e) => {
    const caller = edges.caller[e] ?? -1;
    return {
      from: caller === -1 ? -1 : (rowOf[caller] ?? -1),
      to: rowOf[edges.callee[e] ?? 0] ?? -1,
      calls: edges.calls[e] ?? 0,
      totalMs: toMs(edges.totalNs[e] ?? 0),
    };
  });
  return rows.sort((a, b) => a.from - b.from || a.to - b.to);
}

function moduleFacts({ modules, edges, cycles, connectivityRatio }: ModuleGraph): Baseline['modules'] {
  const pathOf = (m: number): string => modules.path[m] ?? '';
  return {
    nodes: modules.path.map((file, m) => ({
      file,
      calls: modules.calls[m] ?? 0,
      selfMs: toMs(modules.selfNs[m] ?? 0),
    })),
    edges: Array.from({ length: edges.length }, (_, e) => ({
      from: edges.from[e] ?? 0,
      to: edges.to[e] ?? 0,
      kinds: edgeKindNames(edges.kinds[e] ?? 0),
      calls: edges.calls[e] ?? 0,
    })),
    cycles: cycles.map((members) => members.map(pathOf)),
    connectivityRatio,
  };
}
