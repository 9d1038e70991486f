import { expect, it } from 'vitest';
import type { RecordedCalls } from './plan.ts';
import type { RecordedCall } from './protocol.ts';
import { drawn, exercised, recordedWith } from './testing/exercised.ts';

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
  const recorded: RecordedCalls = ({ name }) =>
    name === 'Reader.constructor'
      ? [recordedWith([{ is: 'object', entries: [['text', { is: 'json', value: 'abc' }]] }])]
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

it('calls methods on the recorded object where a run recorded all of it, and on none that it would have to invent', async () => {
  const number = (text: string) => ({ is: 'number', text }) as const;
  const on = (type: string) => ({ is: 'fields', type, entries: [['size', number('0')]] }) as const;
  const cut = { is: 'lost', reason: 'the run recorded 20 of its 31 fields' } as const;
  const calls: Readonly<Record<string, readonly RecordedCall[]>> = {
    'Cart.first': [recordedWith([{ is: 'list', items: [] }], on('Cart'))],
    'Cart.total': [recordedWith([], on('Cart'))],
    'Cart.partly': [recordedWith([number('1')], cut)],
    'Cart.other': [recordedWith([], on('Basket'))],
    'Hidden.get': [recordedWith([], on('Hidden'))],
    'Names.get': [recordedWith([], on('Names'))],
  };
  const recorded: RecordedCalls = ({ name }) => calls[name] ?? [];
  const { outcomes } = await exercised(
    {
      'package.json': { name: 'p', main: 'main.mjs' },
      'main.mjs': [
        "import { Base } from './base.mjs';",
        'export class Cart extends Base {',
        '  first(list) { return list[this.size].name; }',
        '  total() { this.size++; return this.size; }',
        '  partly(n) { return n.x.y; }',
        '  other() { return 1; }',
        '}',
        'export class Hidden extends Base { #own = 1; get() { return this.#own; } }',
        'export class Names extends Map { get() { return 1; } }',
      ].join('\n'),
      'base.mjs': 'export class Base { constructor(given) { given.neverCalledWithoutOne(); } }',
    },
    { recorded },
  );
  const lost =
    'no instance could be made to call it on: the object that a run called it on cannot be made again';
  expect(drawn(outcomes).filter((line) => !line.startsWith('Base'))).toEqual([
    "Cart.first throws: Cannot read properties of undefined (reading 'name')",
    'Cart.total works',
    `Cart.partly not-testable: ${lost}: the run recorded 20 of its 31 fields`,
    `Cart.other not-testable: ${lost}: it was one of another class, Basket`,
    `Hidden.get not-testable: ${lost}: its class has private names, of which no recording knows`,
    `Names.get not-testable: ${lost}: more than fields belongs to what extends Map`,
  ]);
  expect(outcomes.find(({ function: { name } }) => name === 'Cart.first')).toMatchObject({
    source: 'recorded',
    input: '[]',
    reproduction:
      'Object.assign(Object.create((await import("./main.mjs")).Cart.prototype), {"size":0}).first([])',
  });
});

it('calls only what it is asked to, and says of each why it cannot be called', async () => {
  const at = (file: string, name: string, line: number) => ({ file, name, line });
  const only = [
    at('main.ts', 'one', 1),
    at('main.ts', 'own', 3),
    at('gone.ts', 'f', 1),
    at('a.test.ts', 'f', 1),
  ];
  const { outcomes } = await exercised(
    {
      ...main,
      'main.ts': [
        'export function one(): number { return own(); }',
        'export function two(): number { return 2; }',
        'function own(): number { return 1; }',
      ].join('\n'),
      'a.test.ts': 'export function f() {}',
    },
    { only },
  );
  expect(drawn(outcomes)).toEqual([
    'one works',
    'own not-testable: its module does not export it, nor a class that has it as a method',
    'f not-testable: its file is not among the sources of the project',
    'f not-testable: its file is a test',
  ]);
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
