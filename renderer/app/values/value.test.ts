import { describe, expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { valueChildren } from './value-children.ts';
import { valueText, valueTone } from './value-text.ts';

const text = (s: string, cutFrom?: number): CapturedValue => ({
  kind: 'primitive',
  type: 'string',
  text: s,
  ...(cutFrom === undefined ? {} : { cutFrom }),
});
const number = (s: string): CapturedValue => ({ kind: 'primitive', type: 'number', text: s });
const object = (
  entries: Record<string, CapturedValue>,
  size = Object.keys(entries).length,
): CapturedValue => ({
  kind: 'object',
  type: 'Object',
  size,
  entries: Object.entries(entries).map(([key, value]) => ({ key, value })),
});

describe('a captured value in one line', () => {
  it.each<[CapturedValue, string]>([
    [number('-0'), '-0'],
    [text('a "b"'), '"a \\"b\\""'],
    [text('abc', 900), '"abc"…'],
    [{ kind: 'primitive', type: 'bigint', text: '12' }, '12n'],
    [
      object({ id: number('1'), tags: { kind: 'list', type: 'Array', size: 9, items: [text('x')] } }),
      '{ id: 1, tags: ["x", …] }',
    ],
    [object({ a: number('1') }, 4), '{ a: 1, … }'],
    [object({}), '{}'],
    [{ kind: 'list', type: 'Set', size: 2, items: [number('1'), number('2')] }, 'Set [1, 2]'],
    [{ kind: 'map', type: 'Map', size: 1200, entries: [] }, 'Map(1,200)'],
    [{ kind: 'date', unixMs: 0 }, '1970-01-01T00:00:00.000Z'],
    [{ kind: 'date', unixMs: Number.NaN }, 'Invalid Date'],
    [{ kind: 'function', name: 'Cart', isClass: true }, 'class Cart'],
    [
      { kind: 'error', type: 'RangeError', message: 'too far', stack: '', cause: null },
      'RangeError: too far',
    ],
    [{ kind: 'cycle', levels: 1 }, 'the same object, 1 level up'],
    [{ kind: 'redacted' }, '(redacted)'],
  ])('%j reads %s', (value, line) => {
    expect(valueText(value)).toBe(line);
  });

  it('writes out two levels and no more', () => {
    const deep = object({ a: object({ b: object({ c: number('1') }) }) });
    expect(valueText(deep)).toBe('{ a: { b: {…} } }');
  });

  it('is never longer than asked', () => {
    expect(valueText(text('x'.repeat(500)), 20)).toHaveLength(20);
  });
});

describe('what opens below a captured value', () => {
  it('names its parts and says what was left out', () => {
    const { parts, note } = valueChildren(object({ a: number('1'), b: number('2') }, 14));
    expect(parts.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(note).toBe('12 more keys not captured');
  });

  it('says from how much a string was cut', () => {
    expect(valueChildren(text('abc', 90_000)).note).toBe('Cut from 90,000 characters to 3');
  });

  it('is the cause of an error', () => {
    const cause: CapturedValue = { kind: 'error', type: 'Error', message: 'first', stack: '', cause: null };
    expect(valueChildren({ ...cause, cause }).parts).toEqual([{ name: 'cause', value: cause }]);
    expect(valueTone(cause)).toBe('error');
  });
});
