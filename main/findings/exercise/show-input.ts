import fc from 'fast-check';

const MAX_TEXT = 200;

/** Arguments as they would stand in a call, cut where they are long. */
export function showInput(values: readonly unknown[]): string {
  const text = values.map((value) => fc.stringify(value)).join(', ');
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 3)}...`;
}
