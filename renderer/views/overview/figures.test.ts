import { describe, expect, it } from 'vitest';
import type { Finding, FindingRule, FunctionTable, HeatMap } from '#contract';
import {
  callsByDuration,
  callsOverTime,
  findingsByCategory,
  gravest,
  rankings,
  timeLabels,
} from './figures.ts';

const rule = (id: string, category: FindingRule['category']) => ({ id, category }) as FindingRule;
const finding = (ofRule: string, severity: Finding['severity']) => ({ rule: ofRule, severity }) as Finding;

describe('the figures of the overview', () => {
  it('count findings by category and severity, without categories that have none', () => {
    const rules = [rule('dead-code', 'dead'), rule('broken-function', 'broken'), rule('leak', 'leak')];
    const findings = [
      finding('dead-code', 'low'),
      finding('broken-function', 'high'),
      finding('broken-function', 'critical'),
    ];
    expect(findingsByCategory(findings, rules)).toEqual([
      { category: 'broken', counts: [1, 1, 0, 0], rules: ['broken-function'] },
      { category: 'dead', counts: [0, 0, 0, 1], rules: ['dead-code'] },
    ]);
  });

  it('list the gravest findings, and the selected one wherever it stands', () => {
    const findings = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }) as Finding);
    const listed = (selected: string | null) => gravest(findings, 2, selected).map(({ id }) => id);
    expect(listed(null)).toEqual(['a', 'b']);
    expect(listed('b')).toEqual(['a', 'b']);
    expect(listed('d')).toEqual(['a', 'b', 'd']);
    expect(listed('gone')).toEqual(['a', 'b']);
  });

  it('rank files and functions by self time, installed packages apart when only own code is asked', () => {
    const table = {
      length: 3,
      name: ['a', 'b', 'c'],
      files: ['src/x.js', 'node_modules/y/y.js'],
      file: Int32Array.of(0, 1, 0),
      selfNs: Float64Array.of(5, 100, 7),
    } as unknown as FunctionTable;
    expect(rankings(table, 2, false).functions.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(rankings(table, 9, true)).toMatchObject({
      files: [{ name: 'src/x.js', selfNs: 12 }],
      functions: [{ index: 2 }, { index: 0 }],
    });
  });

  it('read calls over time and by duration from one heat map', () => {
    const map: HeatMap = {
      revision: 1,
      range: { startNs: 0, endNs: 30 },
      columns: 3,
      boundsNs: Float64Array.of(0, 50, 5000, 9000),
      cell: Int32Array.of(0, 2, 4, 8),
      count: Float64Array.of(4, 1, 10, 2),
      errors: Float64Array.of(1, 0, 0, 2),
    };
    expect(callsOverTime(map)).toEqual({ ok: [3, 10, 1], failed: [1, 0, 2] });
    expect(callsByDuration(map)).toEqual([
      { fromNs: 1, calls: 5 },
      { fromNs: 10, calls: 10 },
      { fromNs: 100, calls: 0 },
      { fromNs: 1000, calls: 2 },
    ]);
  });
});

describe('the axis of the calls over time', () => {
  it('names round times, in the columns where they begin', () => {
    expect([...timeLabels(0, 0.05e9, 60)]).toEqual([
      ...[0, 10, 20, 30, 40, 50].map((at) => [
        at,
        at === 0 ? '0' : at === 10 ? '500 ms' : `${(at / 20).toFixed(1)} s`,
      ]),
      [60, '3.0 s'],
    ]);
    expect([...timeLabels(1.23e9, 1e6, 20)]).toEqual([
      [0, '1.23 s'],
      [10, '1.24 s'],
      [20, '1.25 s'],
    ]);
  });
});
