import { describe, expect, it } from 'vitest';
import type { FunctionTable, LineTable, StaticCallGraph } from '#contract';
import { callsOutOf, definitionsOf } from './definitions.ts';
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
    totalNs: Float64Array.of(3_000_000, 500, 0),
    line: Int32Array.of(3, 0, 5),
  },
};
const table = {
  length: 3,
  name: ['main', 'help', 'await fetch'],
  files: ['a.js', 'b.js'],
  file: Int32Array.of(0, 1, 1),
  line: Int32Array.of(1, 4, 6),
  flags: Uint8Array.of(0, 0, 16),
  calls: Float64Array.of(2, 7, 3),
  errors: Float64Array.of(1, 0, 0),
  totalNs: Float64Array.of(9_000_000, 500, 6_000_000),
  selfNs: Float64Array.of(2_000_000, 500, 6_000_000),
} as unknown as FunctionTable;

const figuresOf = (path: string, lines?: LineTable) =>
  lineFigures({
    ...{ table, lines, sites: callSitesOf(graph, path) },
    definitions: definitionsOf(table, path),
    callsOut: callsOutOf(table, path),
  });

describe('the figures of a line', () => {
  it('are those of the function that begins there, and of the calls that are made there', () => {
    const sites = callSitesOf(graph, 'a.js');
    expect(sites.get(3)).toEqual([{ file: 'b.js', name: 'help', line: 4, calls: 7, totalNs: 3_000_000 }]);
    const figures = figuresOf('a.js');
    expect(figures.get(1)).toEqual({
      text: '2\u00d7 2.00 ms',
      tip: 'main: 2 calls, 1 error, 2.00 ms self time',
      failed: true,
      heat: 1,
    });
    expect(figures.get(3)).toMatchObject({
      text: '\u2192 7\u00d7 3.00 ms',
      tip: 'Calls from here: help 7\u00d7 3.00 ms',
    });
  });

  it('are those of the code outside of the scope that is called there', () => {
    expect(figuresOf('b.js').get(6)).toMatchObject({
      text: '\u2192 3\u00d7 6.00 ms',
      tip: 'Calls from here: await fetch 3\u00d7 6.00 ms',
    });
  });

  it('are none where a call of the source did not happen', () => {
    const figures = figuresOf('b.js');
    expect(figures.has(5)).toBe(false);
  });

  it('are those of the line itself where its steps were recorded', () => {
    const lines = {
      revision: 1,
      length: 2,
      line: Int32Array.of(1, 3),
      hits: Float64Array.of(2, 1500),
      totalNs: Float64Array.of(1_000_000, 4_000_000),
      errors: Float64Array.of(0, 2),
    };
    const figures = figuresOf('a.js', lines);
    expect(figures.get(3)).toEqual({
      text: '1.50k\u00d7 4.00 ms',
      tip: 'Line 3: ran 1,500\u00d7; 4.00 ms until the next line, calls included; 2 calls failed here; Calls from here: help 7\u00d7 3.00 ms',
      failed: true,
      heat: 1,
    });
    expect(figures.get(1)?.tip).toBe(
      'main: 2 calls, 1 error, 2.00 ms self time; Line 1: ran 2\u00d7; 1.00 ms until the next line, calls included',
    );
  });
});
