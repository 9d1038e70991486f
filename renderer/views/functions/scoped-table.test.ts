import { describe, expect, it } from 'vitest';
import type { FunctionTable, StatisticsTable } from '#contract';
import { groupTable, scopedTable } from './scoped-table.ts';

const all = {
  ...{ revision: 3, length: 3, name: ['a', 'b', 'c'], files: ['x.js', 'y.js'] },
  ...{ file: Int32Array.of(0, 1, 1), line: Int32Array.of(1, 2, 3) },
  memory: { measure: 'retained', selfBytes: Float64Array.of(1, 2, 3), totalBytes: Float64Array.of(1, 2, 3) },
} as unknown as FunctionTable;
const column = Float64Array.of(7, 9);
const part = {
  ...{
    length: 2,
    folders: ['lib', 'src'],
    index: Int32Array.of(0, 1),
    calls: column,
    errors: column,
    totalNs: column,
    selfNs: column,
  },
  ...{
    avgNs: column,
    minNs: column,
    maxNs: column,
    p50Ns: column,
    p90Ns: column,
    p95Ns: column,
    p99Ns: column,
  },
} as unknown as StatisticsTable;

describe('the functions of a part of a run', () => {
  it('have their figures there, and none where they were not called', () => {
    const { calls, p95Ns, name, memory } = scopedTable(all, part);
    expect([...calls]).toEqual([7, 9, 0]);
    expect([...p95Ns]).toEqual([7, 9, Number.NaN]);
    expect(name).toEqual(['a', 'b', 'c']);
    // That of the whole run would be none of the part.
    expect(memory).toBeUndefined();
  });

  it('have their memory in the threads that are asked for', () => {
    const memory = { measure: 'retained', selfBytes: column, totalBytes: column } as const;
    const scoped = scopedTable(all, { ...part, memory }).memory;
    expect([scoped?.measure, ...(scoped?.selfBytes ?? [])]).toEqual(['retained', 7, 9, 0]);
    expect([...(groupTable(all, { ...part, memory }, 'file').memory?.totalBytes ?? [])]).toEqual([7, 9]);
  });

  it('can be files or folders instead', () => {
    const { name, file, files, selfNs } = groupTable(all, part, 'file');
    expect([name, [...file].map((at) => files[at])]).toEqual([
      ['x.js', 'y.js'],
      ['x.js', 'y.js'],
    ]);
    expect([...selfNs]).toEqual([7, 9]);
    expect(groupTable(all, part, 'folder').name).toEqual(['lib', 'src']);
  });
});
