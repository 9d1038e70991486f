import { describe, expect, it } from 'vitest';
import type { FunctionTable, StaticCallGraph } from '#contract';
import { callSitesOf, lineFigures } from './line-figures.ts';

const graph: StaticCallGraph = {
  functions: [
    { file: 'a.js', name: 'main', line: 1 },
    { file: 'b.js', name: 'help', line: 4 },
  ],
  flags: new Uint8Array(2),
  calls: new Float64Array(2),
  edges: {
    length: 3,
    from: Int32Array.of(0, 0, 1),
    to: Int32Array.of(1, 0, 0),
    kinds: Uint8Array.of(5, 4, 1),
    calls: Float64Array.of(7, 2, 0),
    line: Int32Array.of(3, 0, 5),
  },
};
const table = {
  length: 2,
  name: ['main', 'help'],
  files: ['a.js', 'b.js'],
  file: Int32Array.of(0, 1),
  line: Int32Array.of(1, 4),
  flags: new Uint8Array(2),
  calls: Float64Array.of(2, 7),
  errors: Float64Array.of(1, 0),
  selfNs: Float64Array.of(2_000_000, 500),
} as unknown as FunctionTable;

describe('the figures of a line', () => {
  it('are those of the function that begins there, and of the calls that are made there', () => {
    const sites = callSitesOf(graph, 'a.js');
    expect(sites.get(3)).toEqual([{ file: 'b.js', name: 'help', line: 4, calls: 7 }]);
    const figures = lineFigures(table, 'a.js', sites);
    expect(figures.get(1)).toEqual({
      text: '2\u00d7 2.00 ms',
      tip: 'main: 2 calls, 1 error, 2.00 ms self time',
      failed: true,
      heat: 1,
    });
    expect(figures.get(3)).toMatchObject({ text: '\u2192 7\u00d7', tip: 'Calls from here: help 7' });
  });

  it('are none where a call of the source did not happen', () => {
    expect(lineFigures(table, 'b.js', callSitesOf(graph, 'b.js')).has(5)).toBe(false);
  });
});
