import type { CapturedValue, Finding, SpanDetail } from '#contract';

/** So many results are remembered at most. */
export const REMEMBERED = 1000;
/** So many calls are looked at. */
export const LOOKED_AT = 50;

/**
 * What recorded calls say against remembering their results: arguments or results that are not the same when they look the same, or that
 * whoever gets them can change, and equal arguments with different results. `null`: nothing.
 *
 * @param textOf a value that can be remembered, as a text that is the same for equal values; `null` for any other
 */
export function unfitValues(
  calls: readonly SpanDetail[],
  textOf: (value: CapturedValue) => string | null,
): string | null {
  if (calls.length === 0) return 'The run has no values of its calls: run at level 2 for them.';
  const results = new Map<string, string>();
  for (const { params, returned } of calls) {
    if (params === null || params.length === 0 || returned === null)
      return 'Not all of its recorded calls have values.';
    const key: string[] = [];
    for (const { name, value } of params) {
      const text = textOf(value);
      if (text === null) {
        const what = params.length === 1 ? 'Its argument' : `Its argument ${name}`;
        return `${what} is an object: two that look the same need not be the same.`;
      }
      key.push(text);
    }
    const result = textOf(returned);
    if (result === null) return 'It gives an object, which a caller may change for all others.';
    if (isNothing(returned)) return 'It gives nothing: what it is called for is something else.';
    const known = results.get(key.join());
    if (known !== undefined && known !== result) return 'The same argument gave different results.';
    results.set(key.join(), result);
  }
  return null;
}

const isNothing = (value: CapturedValue): boolean => value.kind === 'primitive' && value.type === 'undefined';

/** Texts, numbers and the like: the same when they look the same, and nobody can change them. */
export const plainText = (value: CapturedValue): string | null =>
  value.kind === 'primitive' && value.cutFrom === undefined ? JSON.stringify([value.type, value.text]) : null;

/** The share of calls whose arguments had come before, as a part of a title. */
export function hitRate({ message }: Finding): string {
  const [calls = 0, distinct = 0] = (message.match(/[\d,]+(?= times?\b|(?= different))/g) ?? []).map((n) =>
    Number(n.replaceAll(',', '')),
  );
  return calls > 0
    ? `${Math.round((100 * (calls - distinct)) / calls)}% of its calls had been made before`
    : 'measured in the run';
}
