import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { recordedCall } from './recorded-inputs.ts';

const text = (value: string): CapturedValue => ({ kind: 'primitive', type: 'string', text: value });
const list = (...items: CapturedValue[]): CapturedValue => ({
  kind: 'list',
  type: 'Array',
  size: items.length,
  items,
});
const object = (type: string, fields: Readonly<Record<string, CapturedValue>>, size = -1): CapturedValue => {
  const entries = Object.entries(fields).map(([key, value]) => ({ key, value }));
  return { kind: 'object', type, size: size === -1 ? entries.length : size, entries };
};
const a = { is: 'json', value: 'a' };

it('takes the recorded this apart from the parameters', () => {
  const cart = object('Cart', { name: text('a') });
  expect(recordedCall([cart, text('a')], ['this', 'n'], false)).toEqual({
    args: [a],
    names: [],
    on: { is: 'fields', type: 'Cart', entries: [['name', a]] },
  });
  expect(recordedCall([cart, text('a')], ['self', 'n'], true)?.on).toMatchObject({ type: 'Cart' });
  expect(recordedCall([text('a')], ['n'], false)?.on).toBeNull();
});

it.each<[string, CapturedValue, string]>([
  ['is cut', { kind: 'cut', type: 'Cart' }, 'it was not recorded'],
  ['has more fields than were recorded', object('Cart', {}, 3), 'the run recorded 0 of its 3 fields'],
  [
    'has a field of another class',
    object('Cart', { db: object('Pool', {}) }),
    'the run did not record its field "db" whole',
  ],
  [
    'has a redacted field',
    object('Cart', { password: { kind: 'redacted' } }),
    'the run did not record its field "password" whole',
  ],
  ['is undefined', { kind: 'primitive', type: 'undefined', text: 'undefined' }, 'it is no plain object'],
])('says why a this that %s cannot be made again', (_, value, reason) => {
  expect(recordedCall([value], ['this'], false)?.on).toEqual({ is: 'lost', reason });
});

it('gives what a rest parameter took one by one', () => {
  expect(recordedCall([text('a'), list(text('a'), text('a'))], ['n', '...more'], false)?.args).toEqual([
    a,
    a,
    a,
  ]);
});

it.each([
  ['{ n }', true],
  ['{ n, m }', true],
  ['{n = 1}', true],
  ['{ n: m }', false],
  ['{ n: { m } }', false],
  ['{ ...n }', false],
  ['[n, m]', false],
  ['...[n]', false],
])('takes what the pattern %s got for what was given: %s', (pattern, isWhole) => {
  expect(recordedCall([object('Object', { n: text('a') })], [pattern], false) !== null).toBe(isWhole);
});
