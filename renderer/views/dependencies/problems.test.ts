import { describe, expect, it } from 'vitest';
import type { ModuleGraph, ModuleStructure } from '#contract';
import { dependencyProblems } from './problems.ts';

const graph = {
  modules: { path: ['a.js', 'b.js', 'c.js'] },
  unresolved: [{ module: 2, specifier: './gone', line: 3 }],
} as unknown as ModuleGraph;
const structure: ModuleStructure = {
  path: ['a.js', 'b.js', 'c.js'],
  layer: new Int32Array(3),
  fanIn: new Int32Array(3),
  fanOut: new Int32Array(3),
  flags: Uint8Array.of(1, 0, 6),
  cycles: [{ members: [0, 1], cutFrom: 1, cutTo: 0, names: 1, left: 0 }],
  typeCycles: [],
  undeclaredPackages: [{ name: 'left-pad', module: 0, line: 2 }],
  unusedPackages: [],
};

describe('what is wrong with the dependencies', () => {
  it('is told by kind, with what to do and where, and without kinds that are not there', () => {
    const groups = dependencyProblems(graph, structure);
    expect(groups.map(({ id }) => id)).toEqual(['unresolved', 'cycles', 'undeclared', 'unreached']);
    expect(groups[1]?.problems[0]).toMatchObject({
      text: '2 modules: a.js, b.js',
      detail: 'Cheapest cut: b.js takes 1 name of a.js.',
      file: 'b.js',
    });
    expect(groups[3]?.problems).toMatchObject([{ text: 'c.js', detail: 'only tests load it' }]);
  });
});
