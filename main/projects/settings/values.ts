import { isAbsolute } from 'node:path';
import type { FunctionPattern } from '#format';
import type { SettingKey } from './keys.ts';

/** The value in its normal form, or a sentence on why it cannot be used. */
export type CheckedValue = { readonly value: string } | { readonly problem: string };

const words: Readonly<Record<string, string>> = {
  true: 'true',
  yes: 'true',
  on: 'true',
  '1': 'true',
  false: 'false',
  no: 'false',
  off: 'false',
  '0': 'false',
};

/** Checks a value as it stands in the file or came from the settings page. */
export function checkValue(key: SettingKey, raw: string): CheckedValue {
  const text = raw.trim();
  // An empty value takes back a value given elsewhere, where the key can be unset at all.
  if (text === '' && (key.default === '' || key.type === 'list')) return { value: '' };
  switch (key.type) {
    case 'boolean': {
      const value = words[text.toLowerCase()];
      return value === undefined ? problem(text, 'write true or false') : { value };
    }
    case 'level': {
      const { min = 0, max = 5 } = key;
      const isLevel = /^[0-5]$/.test(text) && Number(text) >= min && Number(text) <= max;
      return isLevel ? { value: text } : problem(text, `write a level from ${min} to ${max}`);
    }
    case 'integer':
      return /^-?\d+$/.test(text) ? inBounds(key, text) : problem(text, 'write a whole number');
    case 'number':
      return /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? inBounds(key, text) : problem(text, 'write a number');
    case 'choice': {
      const { choices = [] } = key;
      const value = text.toLowerCase();
      return choices.includes(value) ? { value } : problem(text, `write ${choices.join(', ')}`);
    }
    case 'path':
      return isAbsolute(text) ? { value: text } : problem(text, 'write an absolute path');
    case 'list': {
      const wrong = key.levels ? splitList(text).find((item) => !levelEntry(item)) : undefined;
      if (wrong !== undefined) return problem(wrong, 'write a pattern, = and a level from 0 to 5');
      const broken = splitList(text).find((item) => key.items?.check(item) === false);
      if (broken !== undefined) return problem(broken, key.items?.advice ?? '');
      return { value: splitList(text).join(',') };
    }
  }
}

export function splitList(value: string): string[] {
  return value.split(',').flatMap((item) => item.trim() || []);
}

/** `pattern=level`; undefined where the text is none. */
export function levelEntry(item: string): readonly [pattern: string, level: number] | undefined {
  const match = /^(.+?)\s*=\s*([0-5])$/.exec(item);
  return match ? [match[1] as string, Number(match[2])] : undefined;
}

/**
 * `module:function:arity`, of which the last may be missing, as in `store:query:2`, `store:query/2` and `store:query`;
 * undefined where the text is none.
 */
export function functionPattern(item: string): FunctionPattern | undefined {
  const match = /^([^:]+):([^:/]+)(?:[:/](\d+|_|\*))?$/.exec(item);
  if (!match) return undefined;
  const [, module = '', name = '', arity = '_'] = match;
  return { module: module.trim(), function: name.trim(), arity: /^\d+$/.test(arity) ? Number(arity) : null };
}

export function isRegExp(text: string): boolean {
  try {
    return new RegExp(text) !== null;
  } catch {
    return false;
  }
}

function inBounds(key: SettingKey, text: string): CheckedValue {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = key;
  const value = Number(text);
  return value >= min && value <= max ? { value: text } : problem(text, `write ${min} to ${max}`);
}

const problem = (text: string, advice: string): CheckedValue => ({
  problem: `"${text}" cannot be used: ${advice}.`,
});
