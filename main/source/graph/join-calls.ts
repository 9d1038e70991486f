import type { FunctionIdentity, StaticCallGraph } from '#contract';
import { foldCallTree } from '../fold-call-tree.ts';
import type { RunCalls } from '../join-run.ts';
import type { CodeAnalysis } from '../program/analyse-code.ts';
import { CALL } from '../program/calls.ts';

const KNOWN = 1;
const RAN = 2;
const DEAD = 4;

interface Edge {
  readonly from: number;
  readonly to: number;
  kinds: number;
  calls: number;
  totalNs: number;
  readonly line: number;
}

/** Joins the calls that the source shows with those of a run, by file, name and line. Functions that only the run knows stand behind. */
export function joinCalls(
  { graph, code, calls, verdicts }: CodeAnalysis,
  run: RunCalls | null,
): StaticCallGraph {
  const functions: FunctionIdentity[] = code.flatMap((facts, module) =>
    (facts?.functions ?? []).map(({ name, line }) => ({ file: graph.paths[module] ?? '', name, line })),
  );
  const flags: number[] = functions.map(() => KNOWN);
  for (const { module, definition } of verdicts.dead) {
    const own = code[module]?.definitions[definition]?.function ?? -1;
    const at = (calls.offsets[module] ?? 0) + own;
    if (own !== -1) flags[at] = (flags[at] ?? 0) | DEAD;
  }
  const edges = new Map<string, Edge>();
  for (let e = 0; e < calls.from.length; e++) {
    const [from, to] = [calls.from[e] ?? -1, calls.to[e] ?? -1];
    const [kinds, line] = [calls.kinds[e] ?? 0, calls.line[e] ?? 0];
    edges.set(`${from} ${to}`, { from, to, kinds, calls: 0, totalNs: 0, line });
  }
  const counts = functions.map(() => 0);
  if (run !== null) addRun(run);

  function addRun({ functions: table, tree }: RunCalls): void {
    const known = new Map(functions.map((one, index) => [keyOf(one), index]));
    const indexOf = Int32Array.from({ length: table.length }, (_, f) => {
      const file = table.files[table.file[f] ?? 0] ?? '';
      const one = { file, name: table.name[f] ?? '', line: table.line[f] ?? 0 };
      const found = known.get(keyOf(one)) ?? functions.push(one) - 1;
      flags[found] = (flags[found] ?? 0) | ((table.calls[f] ?? 0) > 0 ? RAN : 0);
      counts[found] = (counts[found] ?? 0) + (table.calls[f] ?? 0);
      return found;
    });
    // A fold leaves out calls of a function by itself; those stand in its own count.
    const each = Int32Array.from({ length: table.length }, (_, f) => f);
    for (const { from: a, to: b, calls: times, totalNs } of foldCallTree(tree, each, table.length).edges) {
      const [from, to] = [indexOf[a] ?? -1, indexOf[b] ?? -1];
      const edge = edges.get(`${from} ${to}`) ?? { from, to, kinds: 0, calls: 0, totalNs: 0, line: 0 };
      edge.kinds |= CALL.runtime;
      edge.calls += times;
      edge.totalNs += totalNs;
      edges.set(`${from} ${to}`, edge);
    }
  }

  const rows = [...edges.values()].sort((a, b) => a.from - b.from || a.to - b.to);
  return {
    functions,
    flags: Uint8Array.from(flags),
    calls: Float64Array.from(counts),
    edges: {
      length: rows.length,
      from: Int32Array.from(rows, (row) => row.from),
      to: Int32Array.from(rows, (row) => row.to),
      kinds: Uint8Array.from(rows, (row) => row.kinds),
      calls: Float64Array.from(rows, (row) => row.calls),
      totalNs: Float64Array.from(rows, (row) => row.totalNs),
      line: Int32Array.from(rows, (row) => row.line),
    },
  };
}

const keyOf = ({ file, name, line }: FunctionIdentity): string => `${file}\n${name}\n${line}`;
