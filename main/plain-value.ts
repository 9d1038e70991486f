import type { CapturedValue } from '#contract';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * A captured value as JSON. What JSON has is written as it is; everything else is an object with the key `$`, which says what
 * it is (docs/exchange.md lists them). The recursion is as deep as the capture, which its limits keep to a few levels.
 */
export function plainValue(value: CapturedValue): Json {
  switch (value.kind) {
    case 'primitive':
      return plainPrimitive(value);
    case 'object': {
      const entries = plainEntries(value.entries);
      const isPlain =
        value.type === 'Object' && value.size === value.entries.length && !Object.hasOwn(entries, '$');
      return isPlain ? entries : { $: 'object', type: value.type, size: value.size, entries };
    }
    case 'list': {
      const items = value.items.map(plainValue);
      const isPlain = value.type === 'Array' && value.size === items.length;
      return isPlain ? items : { $: 'list', type: value.type, size: value.size, items };
    }
    case 'map': {
      const entries = value.entries.map((entry) => [plainValue(entry.key), plainValue(entry.value)]);
      return { $: 'map', type: value.type, size: value.size, entries };
    }
    case 'function':
      return { $: value.isClass ? 'class' : 'function', name: value.name };
    case 'date':
      return { $: 'date', iso: isoTime(value.unixMs) };
    case 'regexp':
      return { $: 'regexp', text: value.text };
    case 'error': {
      const { type, message, stack, cause } = value;
      return { $: 'error', type, message, stack, ...(cause === null ? {} : { cause: plainValue(cause) }) };
    }
    case 'opaque':
      return { $: 'opaque', type: value.type };
    case 'cycle':
      return { $: 'cycle', levels: value.levels };
    case 'cut':
      return { $: 'cut', type: value.type };
    case 'redacted':
      return { $: 'redacted' };
  }
}

function plainPrimitive({ type, text, cutFrom }: CapturedValue & { kind: 'primitive' }): Json {
  switch (type) {
    case 'null':
      return null;
    case 'boolean':
      return text === 'true';
    case 'string':
      return cutFrom === undefined ? text : { $: 'string', text, length: cutFrom };
    case 'number': {
      const number = Number(text);
      return Number.isFinite(number) && !Object.is(number, -0) ? number : { $: 'number', text };
    }
    case 'undefined':
      return { $: 'undefined' };
    case 'bigint':
    case 'symbol':
      return { $: type, text };
  }
}

/** Own properties whatever the key: `__proto__` as well. */
function plainEntries(entries: readonly { readonly key: string; readonly value: CapturedValue }[]) {
  return Object.fromEntries(entries.map(({ key, value }) => [key, plainValue(value)]));
}

function isoTime(unixMs: number): string | null {
  const date = new Date(unixMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
