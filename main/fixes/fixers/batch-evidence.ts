import type { CapturedValue, SpanDetail } from '#contract';

/** So many answers have to agree before one way to ask stands for the other. */
const ENOUGH = 2;

/**
 * Why recorded calls do not show that a function of many keys answers as one of a single key does, in the order of the keys; `null`
 * when they do: at every place where both were asked the same, and at two places at least.
 */
export function batchDoubt(one: readonly SpanDetail[], many: readonly SpanDetail[]): string | null {
  const answers = new Map<string, string>();
  for (const { params, returned, thrown } of one) {
    const key = textOf(params?.length === 1 ? params[0]?.value : undefined);
    const answer = textOf(returned ?? undefined);
    if (thrown === null && key !== null && answer !== null) answers.set(key, answer);
  }
  if (many.length === 0) return 'the run has no call of it';
  let agreed = 0;
  for (const { params, returned, thrown } of many) {
    const keys = params?.length === 1 ? params[0]?.value : undefined;
    if (thrown !== null) return 'a recorded call of it failed';
    if (keys?.kind !== 'list' || keys.type !== 'Array') return 'it was not called with a list';
    if (returned?.kind !== 'list' || returned.type !== 'Array' || returned.size !== keys.size)
      return 'it does not give one answer for each key';
    for (const [at, item] of keys.items.entries()) {
      const [key, answer] = [textOf(item), textOf(returned.items[at])];
      const known = key === null ? undefined : answers.get(key);
      if (known === undefined || answer === null) continue;
      if (known !== answer) return 'its answers are not in the order of the keys, or not the same';
      agreed++;
    }
  }
  return agreed >= ENOUGH ? null : 'the run does not show that both give the same for the same key';
}

/** A value to be compared; `null` where something of it was left out. */
function textOf(value: CapturedValue | undefined): string | null {
  if (value === undefined) return null;
  const text = JSON.stringify(value);
  return /"kind":"(?:cut|cycle|opaque)"|"cutFrom":/.test(text) ? null : text;
}
