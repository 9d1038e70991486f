import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { type Json, plainValue } from './plain-value.ts';
import { schemaErrors } from './testing/schema.ts';

const text = (value: string): CapturedValue => ({ kind: 'primitive', type: 'string', text: value });
const number = (value: string): CapturedValue => ({ kind: 'primitive', type: 'number', text: value });
const entry = (key: string, value: CapturedValue) => ({ key, value });

const cases: readonly (readonly [string, CapturedValue, Json])[] = [
  ['a string', text('a "b"\n'), 'a "b"\n'],
  [
    'a cut string',
    { kind: 'primitive', type: 'string', text: 'ab', cutFrom: 9 },
    { $: 'string', text: 'ab', length: 9 },
  ],
  ['a number', number('1.5e-7'), 1.5e-7],
  ['not a number', number('NaN'), { $: 'number', text: 'NaN' }],
  ['negative infinity', number('-Infinity'), { $: 'number', text: '-Infinity' }],
  ['negative zero', number('-0'), { $: 'number', text: '-0' }],
  ['true', { kind: 'primitive', type: 'boolean', text: 'true' }, true],
  ['false', { kind: 'primitive', type: 'boolean', text: 'false' }, false],
  ['null', { kind: 'primitive', type: 'null', text: 'null' }, null],
  ['undefined', { kind: 'primitive', type: 'undefined', text: 'undefined' }, { $: 'undefined' }],
  ['a bigint', { kind: 'primitive', type: 'bigint', text: '12' }, { $: 'bigint', text: '12' }],
  ['a symbol', { kind: 'primitive', type: 'symbol', text: 'Symbol(a)' }, { $: 'symbol', text: 'Symbol(a)' }],
  [
    'a plain object',
    { kind: 'object', type: 'Object', size: 2, entries: [entry('a', number('1')), entry('', text(''))] },
    { a: 1, '': '' },
  ],
  [
    'an object with a key $',
    { kind: 'object', type: 'Object', size: 1, entries: [entry('$', text('x'))] },
    { $: 'object', type: 'Object', size: 1, entries: { $: 'x' } },
  ],
  [
    'an instance',
    { kind: 'object', type: 'User', size: 1, entries: [entry('id', number('7'))] },
    { $: 'object', type: 'User', size: 1, entries: { id: 7 } },
  ],
  [
    'an object with keys left out',
    { kind: 'object', type: 'Object', size: 3, entries: [] },
    { $: 'object', type: 'Object', size: 3, entries: {} },
  ],
  ['an array', { kind: 'list', type: 'Array', size: 2, items: [number('1'), text('b')] }, [1, 'b']],
  [
    'a cut array',
    { kind: 'list', type: 'Array', size: 9, items: [number('1')] },
    { $: 'list', type: 'Array', size: 9, items: [1] },
  ],
  [
    'a set',
    { kind: 'list', type: 'Set', size: 0, items: [] },
    { $: 'list', type: 'Set', size: 0, items: [] },
  ],
  [
    'a map',
    { kind: 'map', type: 'Map', size: 1, entries: [{ key: number('1'), value: text('a') }] },
    { $: 'map', type: 'Map', size: 1, entries: [[1, 'a']] },
  ],
  ['a function', { kind: 'function', name: 'f', isClass: false }, { $: 'function', name: 'f' }],
  ['a class', { kind: 'function', name: 'C', isClass: true }, { $: 'class', name: 'C' }],
  ['a date', { kind: 'date', unixMs: 0 }, { $: 'date', iso: '1970-01-01T00:00:00.000Z' }],
  ['an invalid date', { kind: 'date', unixMs: Number.NaN }, { $: 'date', iso: null }],
  ['a regular expression', { kind: 'regexp', text: '/a/g' }, { $: 'regexp', text: '/a/g' }],
  [
    'an error with a cause',
    { kind: 'error', type: 'TypeError', message: 'm', stack: 's', cause: text('c') },
    { $: 'error', type: 'TypeError', message: 'm', stack: 's', cause: 'c' },
  ],
  [
    'an error without one',
    { kind: 'error', type: 'Error', message: '', stack: '', cause: null },
    { $: 'error', type: 'Error', message: '', stack: '' },
  ],
  ['a promise', { kind: 'opaque', type: 'Promise' }, { $: 'opaque', type: 'Promise' }],
  ['a cycle', { kind: 'cycle', levels: 2 }, { $: 'cycle', levels: 2 }],
  ['a cut value', { kind: 'cut', type: 'Buffer' }, { $: 'cut', type: 'Buffer' }],
  ['a secret', { kind: 'redacted' }, { $: 'redacted' }],
];

const line = (value: Json) => ({
  ...{
    v: 1,
    spanId: '0'.repeat(16),
    parentSpanId: null,
    traceId: '0'.repeat(32),
    function: 'f',
    file: 'a.js',
  },
  ...{
    line: 1,
    pid: 1,
    thread: 0,
    startNs: 0,
    durationNs: 1,
    status: 'ok',
    error: null,
    params: { a: value },
  },
  return: value,
});

it.each(cases)('writes %s, as the schema has it', (_, value, expected) => {
  expect(plainValue(value)).toEqual(expected);
  expect(schemaErrors('spans', line(expected))).toEqual([]);
});

it('keeps a property called __proto__', () => {
  const value = plainValue({
    kind: 'object',
    type: 'Object',
    size: 1,
    entries: [entry('__proto__', number('1'))],
  });
  expect(JSON.stringify(value)).toBe('{"__proto__":1}');
});

it('has a schema that refuses what is no value', () => {
  expect(schemaErrors('spans', line({ $: 'wrong' }))).not.toEqual([]);
});
