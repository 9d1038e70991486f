import type { CapturedValue } from '#contract';

const MAX_TEXT = 60;
const MAX_ITEMS = 3;

/** A captured value in a few words: `{id: "c-13", name: ...}`. Two levels deep at most. */
export function describeValue(value: CapturedValue, depth = 0): string {
  switch (value.kind) {
    case 'primitive':
      return value.type === 'string' ? JSON.stringify(shorten(value.text)) : value.text;
    case 'function':
      return `function ${value.name}`;
    case 'object':
      if (depth > 1) return value.type;
      return `{${some(value.entries, ({ key, value: inner }) => `${key}: ${describeValue(inner, depth + 1)}`, value.size)}}`;
    case 'list':
      if (depth > 1) return `${value.type}(${value.size})`;
      return `[${some(value.items, (item) => describeValue(item, depth + 1), value.size)}]`;
    case 'map':
      return `${value.type}(${value.size})`;
    case 'date':
      return Number.isNaN(value.unixMs) ? 'Invalid Date' : new Date(value.unixMs).toISOString();
    case 'regexp':
      return value.text;
    case 'error':
      return `${value.type}: ${shorten(value.message)}`;
    case 'opaque':
    case 'cut':
      return value.type;
    case 'cycle':
      return 'itself';
    case 'redacted':
      return '(redacted)';
  }
}

function some<T>(items: readonly T[], describe: (item: T) => string, size: number): string {
  const shown = items.slice(0, MAX_ITEMS).map(describe);
  return [...shown, ...(size > shown.length ? ['...'] : [])].join(', ');
}

const shorten = (text: string): string =>
  text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT - 3)}...`;

/** Arguments as they stand in a call. */
export const describeCall = (values: readonly CapturedValue[]): string =>
  values.map((value) => describeValue(value)).join(', ');

/** The same for values that look the same; what was cut off is not compared. */
export const fingerprint = (value: CapturedValue | readonly CapturedValue[]): string => JSON.stringify(value);
