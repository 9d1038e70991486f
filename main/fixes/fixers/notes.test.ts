import { expect, it } from 'vitest';
import { applyEdits, findConflict } from '../text-edit.ts';
import { noteParameters } from './notes.ts';
import { nodesIn, parseFile } from './syntax.ts';

/** A note about `b` at the last statement of a text. */
function noted(text: string, dash: ' ' | ' - ' = ' ') {
  const syntax = parseFile({ path: 'a.ts', text });
  const statement = nodesIn(syntax?.program.body).at(-1);
  if (syntax === null || statement === undefined) throw new Error('no statement');
  return noteParameters(text, statement, syntax.comments, [{ name: 'b', text: 'Noted.' }], dash);
}

const f = 'function f(a, b) {}\n';

it.each([
  ['no comment', '', '/** @param b Noted. */\n'],
  ['a line of JSDoc', '/** Does it. */\n', '/**\n * Does it.\n *\n * @param b Noted.\n */\n'],
  ['an empty one', '/** */\n', '/**\n * @param b Noted.\n */\n'],
  ['its parameter', '/**\n * @param b The second\n */\n', '/**\n * @param b The second. Noted.\n */\n'],
  ['its parameter alone', '/**\n * @param {x} [b=1]\n */\n', '/**\n * @param {x} [b=1] Noted.\n */\n'],
  [
    'another parameter over two lines',
    '/**\n * @param a The first,\n *   long\n * @returns it\n */\n',
    '/**\n * @param a The first,\n *   long\n * @param b Noted.\n * @returns it\n */\n',
  ],
  [
    'a parameter that begins alike',
    '/**\n * @param bc no\n */\n',
    '/**\n * @param bc no\n * @param b Noted.\n */\n',
  ],
  ['another tag alone', '/** @returns it */\n', '/**\n * @param b Noted.\n * @returns it\n */\n'],
  ['line comments', '// It.\n', '// It.\n// b: noted.\n'],
  ['a comment further up', '/** Of the file. */\n\n', '/** Of the file. */\n\n/** @param b Noted. */\n'],
])('a note joins what stands before a function: %s', (_, before, after) => {
  expect(applyEdits(before + f, [noted(before + f)])).toBe(after + f);
});

it('a note has a dash in TSDoc', () => {
  expect(applyEdits(f, [noted(f, ' - ')])).toBe(`/** @param b - Noted. */\n${f}`);
});

it('a note and another new comment at one place are not both written', () => {
  const text = `const x = 1;\n${f}`;
  const start = text.indexOf('function');
  expect(findConflict([noted(text), { start, end: start, text: '/** Other. */\n' }])).not.toBeNull();
});
