import type { CapturedValue } from '#contract';
import { count } from '#renderer/widgets/format.ts';
import { valueText } from './value-text.ts';

/** What opens below a value: its parts, and a note on what was left out. */
export interface ValueChildren {
  readonly parts: readonly { readonly name: string; readonly value: CapturedValue }[];
  readonly note: string | null;
}

const none: ValueChildren = { parts: [], note: null };

export function valueChildren(value: CapturedValue): ValueChildren {
  switch (value.kind) {
    case 'object':
      return {
        parts: value.entries.map(({ key, value }) => ({ name: key, value })),
        note: leftOut(value.size - value.entries.length, 'key'),
      };
    case 'list':
      return {
        parts: value.items.map((item, at) => ({ name: String(at), value: item })),
        note: leftOut(value.size - value.items.length, 'item'),
      };
    case 'map':
      return {
        parts: value.entries.map(({ key, value }) => ({ name: valueText(key, 40), value })),
        note: leftOut(value.size - value.entries.length, 'entry', 'entries'),
      };
    case 'error':
      return value.cause ? { parts: [{ name: 'cause', value: value.cause }], note: null } : none;
    case 'primitive':
      return value.cutFrom === undefined
        ? none
        : { parts: [], note: `Cut from ${count(value.cutFrom)} characters to ${count(value.text.length)}` };
    default:
      return none;
  }
}

function leftOut(n: number, one: string, many = `${one}s`): string | null {
  return n > 0 ? `${count(n)} more ${n === 1 ? one : many} not captured` : null;
}
