import type { CapturedValue } from '#contract';
import { count } from '#renderer/widgets/format.ts';

/** A value in one line, as a developer tool would print it; long ones are cut at `maxLength` characters. */
export function valueText(value: CapturedValue, maxLength = 120): string {
  const text = print(value, 2);
  return text.length <= maxLength ? text : `${text.slice(0, maxLength - 1)}\u2026`;
}

/** What a value is, for its colour. */
export function valueTone(
  value: CapturedValue,
): 'string' | 'number' | 'keyword' | 'error' | 'muted' | 'plain' {
  switch (value.kind) {
    case 'primitive':
      if (value.type === 'string' || value.type === 'symbol') return 'string';
      return value.type === 'number' || value.type === 'bigint' ? 'number' : 'keyword';
    case 'regexp':
      return 'string';
    case 'error':
      return 'error';
    case 'opaque':
    case 'cycle':
    case 'cut':
    case 'redacted':
      return 'muted';
    default:
      return 'plain';
  }
}

/** `depth`: how many levels of what is inside are written out; the tree below is bounded by the capture's own limits. */
function print(value: CapturedValue, depth: number): string {
  switch (value.kind) {
    case 'primitive':
      return primitiveText(value);
    case 'function':
      return `${value.isClass ? 'class' : '\u0192'} ${value.name || '(anonymous)'}`;
    case 'object':
      return `${value.type === 'Object' ? '' : `${value.type} `}${entries(value, depth)}`;
    case 'list':
      return `${value.type === 'Array' ? '' : `${value.type} `}${items(value, depth)}`;
    case 'map':
      return `${value.type}(${count(value.size)})`;
    case 'date':
      return Number.isNaN(value.unixMs) ? 'Invalid Date' : new Date(value.unixMs).toISOString();
    case 'regexp':
      return value.text;
    case 'error':
      return `${value.type}: ${value.message}`;
    case 'opaque':
      return value.type;
    case 'cycle':
      return `the same object, ${value.levels} ${value.levels === 1 ? 'level' : 'levels'} up`;
    case 'cut':
      return `${value.type} (not captured)`;
    case 'redacted':
      return '(redacted)';
  }
}

function primitiveText(value: Extract<CapturedValue, { kind: 'primitive' }>): string {
  if (value.type === 'string')
    return JSON.stringify(value.text) + (value.cutFrom === undefined ? '' : '\u2026');
  if (value.type === 'bigint') return value.text.endsWith('n') ? value.text : `${value.text}n`;
  return value.text;
}

function entries(value: Extract<CapturedValue, { kind: 'object' }>, depth: number): string {
  if (value.size === 0) return '{}';
  if (depth === 0) return '{\u2026}';
  const shown = value.entries.slice(0, 5).map(({ key, value }) => `${key}: ${print(value, depth - 1)}`);
  return `{ ${[...shown, ...(value.size > shown.length ? ['\u2026'] : [])].join(', ')} }`;
}

function items(value: Extract<CapturedValue, { kind: 'list' }>, depth: number): string {
  if (value.size === 0) return '[]';
  if (depth === 0) return `[${count(value.size)}]`;
  const shown = value.items.slice(0, 5).map((item) => print(item, depth - 1));
  return `[${[...shown, ...(value.size > shown.length ? ['\u2026'] : [])].join(', ')}]`;
}
