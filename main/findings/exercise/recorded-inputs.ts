import type { CapturedValue, FunctionIdentity } from '#contract';
import type { RecordingScan } from '../../query/scan-types.ts';
import type { RecordedCalls } from './plan.ts';
import type { Receiver, Recipe, RecordedCall } from './protocol.ts';
import { receiverOf, recipeOf } from './revive.ts';

/** Different calls of one function that are kept, besides one whose object is lost. */
const MAX_CALLS = 5;

/** Calls that are looked at; a long run says little new behind them. */
const MAX_SPANS = 500_000;

const identity = (file: string, name: string, line: number): string => `${file}\n${name}\n${line}`;

/** Calls that ended well and whose arguments were captured whole, by function. Rejects with `cancelled`. */
export async function recordedInputs(scan: RecordingScan, signal?: AbortSignal): Promise<RecordedCalls> {
  const { files, file, name, line } = scan.functions();
  const found = new Map<string, Map<string, RecordedCall>>();
  let seen = 0;
  for await (const batch of scan.spans(signal)) {
    for (const { function: fn, params, status } of batch) {
      if (params === null || status !== 'ok') continue;
      const path = files[file[fn] ?? 0] ?? '';
      const key = identity(path, name[fn] ?? '', line[fn] ?? 0);
      const calls = found.get(key) ?? new Map<string, RecordedCall>();
      if (calls.size > MAX_CALLS) continue;
      const call = recordedCall(params, scan.params(fn), path.endsWith('.py'));
      if (call === null || (calls.size === MAX_CALLS && call.on?.is !== 'lost')) continue;
      calls.set(call.on?.is === 'lost' ? 'lost' : JSON.stringify(call), call);
      found.set(key, calls);
    }
    seen += batch.length;
    if (seen >= MAX_SPANS) break;
  }
  return (of: FunctionIdentity) => [...(found.get(identity(of.file, of.name, of.line))?.values() ?? [])];
}

/** What a run that records `this` puts before the parameters. */
const receivers = { javascript: /^this$/, python: /^(?:self|cls)$/ };

/** `null` where an argument is not known whole. @param names parameters as the source has them, by place */
export function recordedCall(
  params: readonly CapturedValue[],
  names: readonly string[],
  isPython: boolean,
): RecordedCall | null {
  const isOn = receivers[isPython ? 'python' : 'javascript'].test(names[0] ?? '');
  const on: Receiver | null = isOn && params[0] !== undefined ? receiverOf(params[0]) : null;
  const [values, own] = isOn ? [params.slice(1), names.slice(1)] : [params, names];
  const args: Recipe[] = [];
  for (const [i, value] of values.entries()) {
    const text = own[i] ?? '';
    const recipe = isPython || isWhole(text) ? recipeOf(value) : null;
    if (recipe === null) return null;
    if (isPython || !text.startsWith('...')) args.push(recipe);
    else if (recipe.is === 'list') args.push(...recipe.items);
    else return null;
  }
  return { args, names: isPython ? own : [], on };
}

/** A pattern that takes all of its names as they are, so that what they got says what was given. */
const plainPattern = /^\{(?:\s*[\w$]+\s*(?:=[^,{}[\]()]+)?(?:,|(?=\})))+\s*\}$/;

/** Of another pattern a run knows the variables, and not the argument. */
const isWhole = (param: string): boolean => !/^(?:\.\.\.)?\s*[{[]/.test(param) || plainPattern.test(param);
