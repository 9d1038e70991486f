import { type FunctionTable, formatSpanId, type SpanId } from '#contract';
import type { ScannedSpan } from '../../query/scan-types.ts';
import { fingerprint } from './describe.ts';
import type { CallLoop } from './types.ts';

/** Calls of one function from one call of another from which on it is a loop. */
export const MIN_LOOP = 5;

/** Names of functions that look something up, one thing at a time. */
const looksUp =
  /(?:^|[.#_])(?:get|find|fetch|load|query|select|read|lookup|retrieve|one|first|exec|execute|by)(?=[A-Z_]|$)/;

/** A query, a request, a command: what leaves the process, by any function. */
export const isOperation = ({ flags }: FunctionTable, f: number): boolean => ((flags[f] ?? 0) & 32) !== 0;

interface Pair {
  readonly caller: number;
  readonly callee: number;
  readonly span: SpanId;
  count: number;
  readonly inputs: Set<string>;
  /** Calls of the callee, by anybody, before the first and behind the last of these. */
  readonly firstOfCallee: number;
  lastOfCallee: number;
}

type Open = { -readonly [K in keyof CallLoop]: CallLoop[K] };

/**
 * Finds what is asked for one by one: many calls of a function that looks something up, from one call of another. They are
 * counted by their caller, so that calls for others in between do not hide them.
 */
export function createLoopWatch(table: FunctionTable) {
  const candidates = Uint8Array.from(table.name, (name, f) =>
    isOperation(table, f) || looksUp.test(name.slice(name.lastIndexOf('.') + 1)) ? 1 : 0,
  );
  const callsSoFar = new Float64Array(table.length);
  const found = new Map<string, Open>();
  let functionOf = new Map<number, number>();
  let pairs = new Map<string, Pair>();

  return {
    see({ thread, ordinal, parent, function: fn, params }: ScannedSpan): void {
      functionOf.set(ordinal, fn);
      if (candidates[fn] !== 1) return;
      const order = (callsSoFar[fn] ?? 0) + 1;
      callsSoFar[fn] = order;
      const caller = functionOf.get(parent);
      if (caller === undefined || caller === fn) return;
      const key = `${parent} ${fn}`;
      const input = params === null ? null : fingerprint(params);
      const pair = pairs.get(key);
      if (pair === undefined) {
        const inputs = new Set(input === null ? [] : [input]);
        const span = formatSpanId(thread, parent);
        pairs.set(key, {
          caller,
          callee: fn,
          span,
          count: 1,
          inputs,
          firstOfCallee: order,
          lastOfCallee: order,
        });
        return;
      }
      pair.count++;
      pair.lastOfCallee = order;
      if (input !== null) pair.inputs.add(input);
    },
    /** Ordinals begin anew with each thread. */
    endThread(): void {
      for (const { caller, callee, span, count, inputs, firstOfCallee, lastOfCallee } of pairs.values()) {
        if (count < MIN_LOOP) continue;
        const interleaved = lastOfCallee - firstOfCallee + 1 > count;
        const key = `${caller} ${callee}`;
        const known = found.get(key);
        const distinct = inputs.size === 0 ? -1 : inputs.size;
        if (known === undefined) {
          found.set(key, {
            caller,
            callee,
            times: 1,
            calls: count,
            most: count,
            distinct,
            interleaved,
            span,
          });
          continue;
        }
        known.times++;
        known.calls += count;
        known.interleaved ||= interleaved;
        if (distinct !== -1) known.distinct += distinct;
        if (count > known.most) Object.assign(known, { most: count, span });
      }
      functionOf = new Map();
      pairs = new Map();
    },
    finish: (): CallLoop[] => [...found.values()].sort((a, b) => b.calls - a.calls),
  };
}
