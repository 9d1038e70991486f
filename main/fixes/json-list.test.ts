import { expect, it } from 'vitest';
import { jsonListEdit, newJsonList } from './json-list.ts';
import { applyEdits } from './text-edit.ts';

const added = (text: string, ...values: string[]): string | null => {
  const edit = jsonListEdit(text, 'entry', values);
  return edit && applyEdits(text, [edit]);
};

it.each([
  ['{ "entry": ["a"] }', '{ "entry": ["a", "b", "c"] }'],
  ['{\n\t"entry": [\n\t\t"a"\n\t]\n}\n', '{\n\t"entry": [\n\t\t"a",\n\t\t"b",\n\t\t"c"\n\t]\n}\n'],
  ['{\n  "entry": []\n}\n', '{\n  "entry": ["b", "c"]\n}\n'],
  ['{\n    "rules": {}\n}\n', '{\n    "rules": {},\n    "entry": ["b", "c"]\n}\n'],
  ['{}', '{\n  "entry": ["b", "c"]\n}'],
])('texts join a list as it is written: %j', (text, expected) => {
  expect(added(text, 'b', 'c')).toBe(expected);
  expect(JSON.parse(expected).entry).toEqual(expect.arrayContaining(['b', 'c']));
});

it.each(['', '[]', '{ "entry": "a" }', '{ "entry": ['])('nothing is added to %j', (text) => {
  expect(added(text, 'b')).toBeNull();
});

it('a new file holds the list alone', () => {
  expect(newJsonList('entry', ['a', 'b'])).toBe('{\n  "entry": [\n    "a",\n    "b"\n  ]\n}\n');
});
