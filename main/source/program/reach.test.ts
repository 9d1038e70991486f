import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CodeFacts, DefinitionFact } from '../code/facts.ts';
import { reach } from './reach.ts';
import type { Program } from './types.ts';

/** A module as the property draws it: functions that use each other, and exports of other modules. */
interface Drawn {
  /** By function: functions of the same module that it uses, and `[module, function]` that it imports. */
  readonly functions: readonly {
    readonly uses: readonly number[];
    readonly imports: readonly (readonly [number, number])[];
  }[];
  /** Functions that run when the module is loaded. */
  readonly top: readonly number[];
}

const nowhere = { line: 1, endLine: 1, start: 0, end: 0 };

const definition = (of: Partial<DefinitionFact>): DefinitionFact => ({
  ...nowhere,
  name: '',
  kind: 'function',
  parent: 0,
  by: 'binding',
  member: null,
  owner: -1,
  function: -1,
  uses: [],
  imports: [],
  loads: [],
  members: [],
  globals: [],
  calls: [],
  superclass: null,
  marked: false,
  ...of,
});

const toUse = (index: number) => ({ definition: index + 1, member: null });

function programOf(modules: readonly Drawn[]): Program {
  const code = modules.map(({ functions, top }): CodeFacts => {
    const own = functions.map(({ uses, imports }) =>
      definition({
        uses: uses.map((use) => toUse(use % functions.length)),
        imports: imports.map(([module, fn]) => ({ specifier: String(module), name: `f${fn}`, member: null })),
      }),
    );
    const root = definition({
      kind: 'module',
      parent: -1,
      by: 'inline',
      uses: top.map((use) => toUse(use % functions.length)),
    });
    return {
      functions: [],
      definitions: [root, ...own],
      exports: own.map((_, index) => ({
        ...nowhere,
        name: `f${index}`,
        definition: index + 1,
        from: null,
        typeOnly: false,
        documented: null,
      })),
      observations: [],
      style: { oddities: [] },
      suppressions: [],
      paths: [],
      words: [],
      prefixes: [],
      format: 'esm',
      evaluates: false,
      loadsComputed: false,
      isMade: false,
    };
  });
  return {
    paths: modules.map((_, index) => `m${index}.js`),
    code,
    loads: modules.map(({ functions }) => [
      ...new Set(functions.flatMap(({ imports }) => imports.map(([module]) => module % modules.length))),
    ]),
    locate: (_, { specifier, name }) => ({ module: Number(specifier) % modules.length, name }),
  };
}

/** The definition of reachability, word for word: whatever a round adds is added until nothing is. */
function naively(modules: readonly Drawn[]): Set<string> {
  const alive = new Set<string>();
  const loaded = new Set([0]);
  // An entry point's exports are all in use.
  for (const fn of modules[0]?.functions.keys() ?? []) alive.add(`0 ${fn}`);
  for (let before = -1; before !== alive.size + loaded.size; ) {
    before = alive.size + loaded.size;
    for (const at of [...loaded]) {
      const { functions = [], top = [] } = modules[at] ?? {};
      for (const fn of top) alive.add(`${at} ${fn % functions.length}`);
      for (const { imports } of functions)
        for (const [module] of imports) loaded.add(module % modules.length);
    }
    for (const key of [...alive]) {
      const [at = 0, fn = 0] = key.split(' ').map(Number);
      const own = modules[at]?.functions ?? [];
      for (const use of own[fn]?.uses ?? []) alive.add(`${at} ${use % own.length}`);
      for (const [module, index] of own[fn]?.imports ?? []) {
        const to = module % modules.length;
        if (index < (modules[to]?.functions.length ?? 0)) alive.add(`${to} ${index}`);
      }
    }
  }
  return alive;
}

it('reaches what the definition of reachability says, whatever uses what', () => {
  const index = fc.nat(7);
  const drawn = fc.record({
    functions: fc.array(
      fc.record({
        uses: fc.array(index, { maxLength: 2 }),
        imports: fc.array(fc.tuple(index, index), { maxLength: 2 }),
      }),
      { minLength: 1, maxLength: 5 },
    ),
    top: fc.array(index, { maxLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(drawn, { minLength: 1, maxLength: 8 }), (modules) => {
      const program = programOf(modules);
      const { alive, index: of } = reach(program, [{ module: 0, reason: '', kind: 'run' }]);
      const found = modules.flatMap(({ functions }, module) =>
        functions.flatMap((_, fn) => (alive[of.of(module, fn + 1)] === 1 ? [`${module} ${fn}`] : [])),
      );
      expect(new Set(found)).toEqual(naively(modules));
    }),
    { numRuns: 500 },
  );
});

it('follows a chain of 20,000 modules', () => {
  const length = 20_000;
  const modules = Array.from(
    { length },
    (_, module): Drawn => ({
      functions: [{ uses: [], imports: module + 1 < length ? [[module + 1, 0]] : [] }],
      top: [],
    }),
  );
  const { alive } = reach(programOf(modules), [{ module: 0, reason: '', kind: 'run' }]);
  expect(alive.every((one) => one === 1)).toBe(true);
});
