import { expect, it } from 'vitest';
import { parse } from '../parse/index.ts';
import { children, type Node } from './ast.ts';
import { siteName } from './site-names.ts';

const nameOf = (text: string): string => {
  const [statement] = children(parse(text, true), 'body');
  return siteName(statement?.expression as Node);
};

it.each([
  ['JSON.parse(text)', 'JSON.parse'],
  ['new Date()', 'new Date'],
  ['fetch(url).then(read)', 'fetch().then'],
  ['await db.query(a)', 'await db.query'],
  // As compilers write calls of what has been imported.
  ['(0, pages_1.page)(path)', 'page'],
  ['await (0, __vite_ssr_import_0__.page)(path)', 'await page'],
  ['(0, pages_1.page)(path).then(show)', 'page().then'],
  ['(a, b.c)()', '(…)'],
])('a call written as %s is named %s', (text, name) => {
  expect(nameOf(text)).toBe(name);
});
