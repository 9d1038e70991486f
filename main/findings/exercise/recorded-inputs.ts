import type { FunctionIdentity } from '#contract';
import type { RecordingScan } from '../../query/scan-types.ts';
import type { RecordedInputs } from './plan.ts';
import type { Recipe } from './protocol.ts';
import { recipeOf } from './revive.ts';

/** Different arguments of one function that are kept. */
const MAX_INPUTS = 5;

/** Calls that are looked at; a long run says little new behind them. */
const MAX_SPANS = 500_000;

const identity = (file: string, name: string, line: number): string => `${file}\n${name}\n${line}`;

/** Arguments of calls that ended well and were captured whole, by function. Rejects with `cancelled`. */
export async function recordedInputs(scan: RecordingScan, signal?: AbortSignal): Promise<RecordedInputs> {
  const { files, file, name, line } = scan.functions();
  const found = new Map<string, Map<string, readonly Recipe[]>>();
  let seen = 0;
  for await (const batch of scan.spans(signal)) {
    for (const { function: fn, params, status } of batch) {
      if (params === null || status !== 'ok') continue;
      const key = identity(files[file[fn] ?? 0] ?? '', name[fn] ?? '', line[fn] ?? 0);
      const inputs = found.get(key) ?? new Map<string, readonly Recipe[]>();
      if (inputs.size >= MAX_INPUTS) continue;
      const recipes = params.map((value) => recipeOf(value));
      if (!isWhole(recipes)) continue;
      inputs.set(JSON.stringify(recipes), recipes);
      found.set(key, inputs);
    }
    seen += batch.length;
    if (seen >= MAX_SPANS) break;
  }
  return (of: FunctionIdentity) => [...(found.get(identity(of.file, of.name, of.line))?.values() ?? [])];
}

const isWhole = (recipes: readonly (Recipe | null)[]): recipes is readonly Recipe[] =>
  !recipes.includes(null);
