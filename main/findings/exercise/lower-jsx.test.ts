import { expect, it } from 'vitest';
import { FACTORY, makeElement } from './jsx-factory.ts';
import { lowerJsx } from './lower-jsx.ts';

/** The element that an expression of JSX gives. */
function element(jsx: string): unknown {
  const made = lowerJsx('a.jsx', `(${jsx})`) ?? 'null';
  return new Function(FACTORY, 'A', 'x', `return ${made}`)(makeElement, { B: 'AB' }, { y: 1 });
}

const plain = (type: unknown, props: object) => ({
  $$typeof: Symbol.for('react.element'),
  type,
  key: null,
  ref: null,
  props,
});

it('makes calls of elements, fragments, attributes and children', () => {
  expect(element('<p/>')).toEqual(plain('p', {}));
  expect(element('<A.B c d="e &amp; f" {...x} g={x.y} h-i={<b/>}/>')).toEqual(
    plain('AB', { c: true, d: 'e & f', y: 1, g: 1, 'h-i': plain('b', {}) }),
  );
  expect(element('<><my-tag/>{/* none */}{x.y}</>')).toEqual(
    plain(null, { children: [plain('my-tag', {}), 1] }),
  );
  expect(element('<a key="k" ref={x}>{x.y && <b>{[1].map((n) => <i>{n}</i>)}</b>}</a>')).toEqual({
    ...plain('a', { children: plain('b', { children: [plain('i', { children: 1 })] }) }),
    key: 'k',
    ref: { y: 1 },
  });
});

it('joins the lines of text as compilers do', () => {
  expect(element('<p>\n  some text\n\n  on   lines {x.y} \n</p>')).toEqual(
    plain('p', { children: ['some text on   lines ', 1] }),
  );
});

it('leaves files without JSX and with broken syntax as they are', () => {
  expect(lowerJsx('a.tsx', 'const f = <T,>(x: T) => x;')).toBeNull();
  expect(lowerJsx('a.jsx', '<p>')).toBeNull();
});
