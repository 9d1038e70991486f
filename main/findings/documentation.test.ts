import { expect, it } from 'vitest';
import { createFactsCache } from '../source/facts-cache.ts';
import { analyseCode } from '../source/program/analyse-code.ts';
import { projectFolder } from '../testing/folder.ts';
import { defaultConfig } from './config.ts';
import { createContext } from './context.ts';
import { rule } from './rules/missing-documentation.ts';

/** What is said of a module of functions with a comment each, and of one without. */
async function said(comment: string, others = '/** Says what it does. */'): Promise<string[]> {
  const functions = Array.from(
    { length: 19 },
    (_, i) => `${i === 0 ? comment : others}\nexport const f${i} = () => ${i};`,
  );
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': `${functions.join('\n')}\nexport function last() {}\n`,
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  return [...rule.find(createContext(code, defaultConfig, null, []))].map(
    ({ message, evidence }) => `${message}: ${evidence[0]?.text}`,
  );
}

it('asks for documentation where nearly all others have some', async () => {
  expect(await said('// One line.')).toEqual([
    'last has no documentation: 19 exported functions of 20 have some.',
  ]);
});

it.each([
  '/** @internal */',
  '/**\n * @private\n * @since 1.0.0\n */',
  '// eslint-disable-next-line no-empty',
  '// @ts-expect-error: it works',
  '/* @__PURE__ */',
])('takes marks alone for no words, and asks not for what has some: %s', async (mark) => {
  expect(await said(mark)).toEqual(['last has no documentation: 18 exported functions of 20 have some.']);
  expect(await said(mark, mark)).toEqual([]);
});

it('asks for one comment for both accessors of a property', async () => {
  const dir = await projectFolder({
    'package.json': { name: 'a', main: 'a.js' },
    'a.js': 'module.exports = { /** What it is. */ get ip() { return 1; }, set ip(x) {} };',
  });
  const code = await analyseCode(dir, createFactsCache(), () => false);
  if (code === null) throw new Error('cancelled');
  expect([...rule.find(createContext(code, defaultConfig, null, []))]).toEqual([]);
});

it.each(['/** @param n how many */', '/** @internal Of the scheduler. */', '// eslint is no reason'])(
  'takes what a mark goes on to say for words: %s',
  async (comment) => {
    expect(await said(comment)).toEqual([
      'last has no documentation: 19 exported functions of 20 have some.',
    ]);
  },
);
