import type { KnownFunction, RuleContext } from './rule.ts';

/** Calls of one function by another that the source shows. */
export interface KnownCall {
  /** `null`: the top level of a module. */
  readonly from: KnownFunction | null;
  readonly to: KnownFunction;
  /** Lines of the first of them and of the last. */
  readonly line: number;
  readonly lastLine: number;
  /** The most arguments that one of them gives; -1: not known. */
  readonly args: number;
}

export interface KnownCalls {
  to(fn: KnownFunction): readonly KnownCall[];
  from(fn: KnownFunction): readonly KnownCall[];
  /** How often the run saw one function call another; `from` `null`: how often anybody did. */
  inRun(from: KnownFunction | null, to: KnownFunction): number;
}

/** Calls by their ends, of the source and of the run. Made once for all that a rule asks. */
export function knownCalls({ functions, code: { calls }, run }: RuleContext): KnownCalls {
  const byTarget = new Map<KnownFunction, KnownCall[]>();
  const byCaller = new Map<KnownFunction, KnownCall[]>();
  const add = (map: Map<KnownFunction, KnownCall[]>, key: KnownFunction, call: KnownCall): void => {
    const known = map.get(key);
    if (known === undefined) map.set(key, [call]);
    else known.push(call);
  };
  for (let row = 0; row < calls.from.length; row++) {
    const to = functions[calls.to[row] ?? -1];
    if (to === undefined) continue;
    const from = functions[calls.from[row] ?? -1] ?? null;
    const [line = 0, lastLine = 0, args = -1] = [calls.line[row], calls.lastLine[row], calls.args[row]];
    const call = { from, to, line, lastLine, args };
    add(byTarget, to, call);
    if (from !== null) add(byCaller, from, call);
  }
  const ran = new Map<string, number>();
  const { edges } = run ?? {};
  for (let row = 0; row < (edges?.length ?? 0); row++)
    ran.set(`${edges?.caller[row]} ${edges?.callee[row]}`, edges?.calls[row] ?? 0);
  return {
    to: (fn) => byTarget.get(fn) ?? [],
    from: (fn) => byCaller.get(fn) ?? [],
    inRun: (from, to) =>
      from === null ? (run?.table.calls[to.inRun] ?? 0) : (ran.get(`${from.inRun} ${to.inRun}`) ?? 0),
  };
}
