import { describe, expect, it } from 'vitest';
import type { CapturedValue, SpanDetail, StepTable } from '#contract';
import { callNotes } from './call-notes.ts';

const number = (text: string): CapturedValue => ({ kind: 'primitive', type: 'number', text });
const call = {
  identity: { file: 'a.js', name: 'sum', line: 4 },
  status: 'ok',
  params: [{ name: 'list', value: number('3') }],
  returned: number('12'),
  thrown: null,
} as unknown as SpanDetail;

/** Steps on lines 5, 6, 6 and 7, with what they set. */
const steps = {
  length: 4,
  line: Int32Array.of(5, 6, 6, 7),
  writes: [
    [-1, 'list', '3'],
    [0, 'total', '0'],
    [1, 'total', '5'],
    [2, 'total', '12'],
    [2, 'rest', '0'],
  ].map(([row, name, text]) => ({ row, variable: { name }, value: number(text as string) })),
} as unknown as StepTable;

describe('the notes of a call', () => {
  it('are its parameters and its result, where its function begins', () => {
    expect(callNotes(call, undefined)).toEqual({
      notes: new Map([[4, 'list = 3, returned 12']]),
      failedAt: null,
    });
  });

  it('are what each line set when it ran last, where its steps are known', () => {
    expect([...callNotes(call, steps).notes]).toEqual([
      [4, 'list = 3, returned 12'],
      [5, 'total = 0'],
      [6, 'total = 12, rest = 0'],
    ]);
  });

  it('name what was thrown at the line that threw', () => {
    const failed = { ...call, status: 'error', returned: null, thrown: number('404') } as SpanDetail;
    expect(callNotes(failed, steps)).toMatchObject({ failedAt: 7 });
    expect(callNotes(failed, steps).notes.get(7)).toBe('threw 404');
    expect(callNotes(failed, undefined)).toEqual({
      notes: new Map([[4, 'list = 3, threw 404']]),
      failedAt: null,
    });
  });
});
