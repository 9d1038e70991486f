import { expect, it } from 'vitest';
import type { RecordedInputs } from './plan.ts';
import { drawn, exercised } from './testing/exercised.ts';

const main = { 'package.json': { name: 'p', main: 'main.ts' } };

it('calls methods on instances that it makes, static ones on their class, and constructors', async () => {
  const { outcomes } = await exercised({
    ...main,
    'main.ts': [
      'export class Cart {',
      '  private names: string[] = [];',
      '  constructor(readonly size: number) {}',
      '  static of(size: number) { return new Cart(size); }',
      '  add(name: string): number { return this.names.push(name); }',
      '  first(names: string[]): string { return names[0]!.toUpperCase(); }',
      '  get count() { return this.names.length; }',
      '  private hidden() { throw new TypeError("never called"); }',
      '  _alsoHidden() { throw new TypeError("never called"); }',
      '  #own() { throw new TypeError("never called"); }',
      '}',
      'export abstract class Shape { abstract area(): number; double(): number { return 2 * this.area(); } }',
      'class Base { constructor(readonly wanted: { text: string }) { wanted.text.trim(); } }',
      'export class Derived extends Base { read(): number { return 1; } }',
      'export class Picky { constructor(n: number) { throw new Error("never"); } use(): number { return 1; } }',
    ].join('\n'),
  });
  expect(drawn(outcomes)).toEqual([
    'Cart.constructor works',
    'Cart.of works',
    'Cart.add works',
    "Cart.first throws: Cannot read properties of undefined (reading 'toUpperCase')",
    'Picky.constructor works',
    'Picky.use not-testable: no instance could be made to call it on: never',
    'Shape.double not-testable: its class is abstract',
    'Derived.read not-testable: what its class takes is said by another one',
  ]);
  const first = outcomes.find(({ function: { name } }) => name === 'Cart.first');
  expect(first).toMatchObject({ input: '[]', typed: true });
  expect(first?.reproduction).toMatch(/^new \(await import\("\.\/main\.ts"\)\)\.Cart\(.*\)\.first\(\[\]\)$/);
});

it('makes instances with what a run gave the constructor', async () => {
  const recorded: RecordedInputs = ({ name }) =>
    name === 'Reader.constructor'
      ? [[{ is: 'object', entries: [['text', { is: 'json', value: 'abc' }]] }]]
      : [];
  const { outcomes } = await exercised(
    {
      'package.json': { name: 'p', main: 'main.mjs' },
      'main.mjs':
        'export class Reader { constructor(o) { this.o = o; } size() { return this.o.text.length; } }',
    },
    { recorded },
  );
  expect(drawn(outcomes)).toEqual(['Reader.constructor works', 'Reader.size works']);
});

it('calls components with their properties, loads what their bundler would, and leaves hooks to their renderer', async () => {
  const { outcomes } = await exercised({
    ...main,
    'main.ts': "export { List, Counter } from './view';",
    'view.tsx': [
      "import './view.css';",
      "import logo from './logo.svg';",
      "import { Item } from './item';",
      "import { useState } from 'react';",
      'export const List = ({ names }: { names: string[] }) => (',
      '  <>',
      '    <img src={logo} {...{ alt: "" }} />',
      '    {names.map((name) => <Item key={name} label={name.trim()} />)} it&apos;s all',
      '  </>',
      ');',
      'export function Counter({ label }: { label: string }) {',
      '  const [n] = useState(0);',
      '  return <p title="n">{label} {n}</p>;',
      '}',
      'export const Broken = ({ names }: { names: string[] }) => <b>{names[0]!.trim()}</b>;',
    ].join('\n'),
    'item.jsx': 'export const Item = ({ label }) => <li>{label}</li>;',
    'view.css': 'p {}',
    'logo.svg': '<svg/>',
    'node_modules/react/package.json': { name: 'react', main: 'index.js' },
    'node_modules/react/index.js': 'let current = null; exports.useState = (x) => current.useState(x);',
  });
  const of = (name: string) => drawn(outcomes.filter((outcome) => outcome.function.name === name));
  expect(of('List')).toEqual(['List works']);
  expect(of('Item')).toEqual(['Item works']);
  expect(of('Counter')).toEqual([
    'Counter not-testable: it uses hooks, which work only while it is rendered',
  ]);
  expect(of('Broken')).toEqual(["Broken throws: Cannot read properties of undefined (reading 'trim')"]);
});
