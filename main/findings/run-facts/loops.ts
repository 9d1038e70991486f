import { type CapturedValue, type FunctionTable, formatSpanId, type SpanId } from '#contract';
import { lowerBound } from '../../lower-bound.ts';
import type { NodeColumns } from '../../store/node-page.ts';
import { fingerprint } from './describe.ts';
import { GrowingList } from './growing-list.ts';
import type { CallLoop } from './types.ts';

/** Calls of one function from one call of another from which on it is a loop. */
export const MIN_LOOP = 5;

/** Names of functions that look something up, one thing at a time. */
const looksUp =
  /(?:^|[.#_])(?:get|find|fetch|load|query|select|read|lookup|retrieve|one|first|exec|execute|by)(?=[A-Z_]|$)/;

/** A query, a request, a command: what leaves the process, by any function. */
export const isOperation = ({ flags }: FunctionTable, f: number): boolean => ((flags[f] ?? 0) & 32) !== 0;

/** Arguments of calls by ordinal; `null` where they were not captured. */
export type ArgumentsOf = (
  ordinals: ReadonlySet<number>,
) => (ordinal: number) => readonly CapturedValue[] | null;

type Open = { -readonly [K in keyof CallLoop]: CallLoop[K] };

/** Calls of one node of the call tree in one thread: the parent and the ordinal of each. */
interface Calls {
  readonly parents: GrowingList;
  readonly ordinals: GrowingList;
}

/**
 * Finds what is asked for one by one: many calls of a function that looks something up, from one call of another. They are
 * counted by their caller, so that calls for others in between do not hide them.
 */
export function createLoopWatch(table: FunctionTable, nodes: NodeColumns) {
  const asks = Uint8Array.from(table.name, (name, f) =>
    isOperation(table, f) || looksUp.test(name.slice(name.lastIndexOf('.') + 1)) ? 1 : 0,
  );
  const callerOf = (node: number): number => nodes.function[nodes.parent[node] ?? 0] ?? -1;
  /** By call node: 1 for those that look something up. */
  const candidates = Uint8Array.from({ length: nodes.length }, (_, node) =>
    node > 0 ? (asks[nodes.function[node] ?? 0] ?? 0) : 0,
  );
  const found = new Map<string, Open>();
  let byNode = new Map<number, Calls>();

  function loopsOf(node: number, { parents, ordinals }: Calls): Map<number, number[]> {
    const caller = callerOf(node);
    if (caller === -1 || caller === nodes.function[node] || ordinals.length < MIN_LOOP) return new Map();
    const counts = new Map<number, number>();
    for (const parent of parents.values()) counts.set(parent, (counts.get(parent) ?? 0) + 1);
    const loops = new Map<number, number[]>();
    const all = ordinals.values();
    parents.values().forEach((parent, at) => {
      if (parent < 0 || (counts.get(parent) ?? 0) < MIN_LOOP) return;
      const calls = loops.get(parent) ?? [];
      loops.set(parent, calls);
      calls.push(all[at] as number);
    });
    return loops;
  }

  /** Ordinals of all calls of a function in the thread, ascending. */
  function callsOf(fn: number): Float64Array {
    const lists = [...byNode].flatMap(([node, { ordinals }]) =>
      nodes.function[node] === fn ? [ordinals.values()] : [],
    );
    const all = new Float64Array(lists.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const list of lists) {
      all.set(list, at);
      at += list.length;
    }
    return all.sort();
  }

  return {
    candidates,
    /** A call of a candidate, in any order. */
    see(node: number, parent: number, ordinal: number): void {
      let calls = byNode.get(node);
      if (calls === undefined) {
        calls = { parents: new GrowingList(), ordinals: new GrowingList() };
        byNode.set(node, calls);
      }
      calls.parents.push(parent);
      calls.ordinals.push(ordinal);
    },
    /** Ordinals begin anew with each thread. */
    endThread(thread: number, argumentsOf: ArgumentsOf | null): void {
      const inThread = [...byNode].map(([node, calls]) => ({ node, loops: loopsOf(node, calls) }));
      const wanted = new Set(inThread.flatMap(({ loops }) => [...loops.values()].flat()));
      const paramsOf = argumentsOf === null || wanted.size === 0 ? () => null : argumentsOf(wanted);
      const sorted = new Map<number, Float64Array>();
      for (const { node, loops } of inThread) {
        if (loops.size === 0) continue;
        const [caller, callee] = [callerOf(node), nodes.function[node] ?? -1];
        const all = sorted.get(callee) ?? callsOf(callee);
        sorted.set(callee, all);
        for (const [parent, unordered] of [...loops].sort(([a], [b]) => a - b)) {
          const calls = Float64Array.from(unordered).sort();
          const inputs = new Set<string>();
          for (const ordinal of calls) {
            const params = paramsOf(ordinal);
            if (params !== null) inputs.add(fingerprint(params));
          }
          const between = lowerBound(all, calls.at(-1) ?? 0) - lowerBound(all, calls[0] ?? 0) + 1;
          add(caller, callee, {
            calls: calls.length,
            distinct: inputs.size === 0 ? -1 : inputs.size,
            interleaved: between > calls.length,
            span: formatSpanId(thread, parent),
          });
        }
      }
      byNode = new Map();
    },
    finish: (): CallLoop[] => [...found.values()].sort((a, b) => b.calls - a.calls),
  };

  function add(
    caller: number,
    callee: number,
    loop: { calls: number; distinct: number; interleaved: boolean; span: SpanId },
  ): void {
    const key = `${caller} ${callee}`;
    const known = found.get(key);
    if (known === undefined) {
      found.set(key, { caller, callee, times: 1, most: loop.calls, ...loop });
      return;
    }
    known.times++;
    known.calls += loop.calls;
    known.interleaved ||= loop.interleaved;
    if (loop.distinct !== -1) known.distinct += loop.distinct;
    if (loop.calls > known.most) Object.assign(known, { most: loop.calls, span: loop.span });
  }
}
