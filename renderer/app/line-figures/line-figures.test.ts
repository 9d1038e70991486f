import { describe, expect, it } from 'vitest';
import type { FunctionTable, StaticCallGraph } from '#contract';
import { definitionsOf } from './definitions.ts';
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
    expect(sites.get(3)).toEqual([{ file: 'b.js', name: 'help', line: 4, calls: 7, totalNs: 3_000_000 }]);
    const figures = lineFigures({
      table,
      definitions: definitionsOf(table, 'a.js'),
      sites,
      lines: undefined,
    });
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

  it('are none where a call of the source did not happen', () => {
    const figures = lineFigures({
      table,
      definitions: definitionsOf(table, 'b.js'),
      sites: callSitesOf(graph, 'b.js'),
      lines: undefined,
    });
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
    const figures = lineFigures({
      table,
      definitions: definitionsOf(table, 'a.js'),
      sites: callSitesOf(graph, 'a.js'),
      lines,
    });
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
