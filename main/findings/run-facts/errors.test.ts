import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { createErrorWatch } from './errors.ts';

const text = (value: string): CapturedValue => ({ kind: 'primitive', type: 'string', text: value });
const error = (type: string, message: string): CapturedValue => ({
  ...{ kind: 'error', type, message, stack: '', cause: null },
});

interface Failed {
  readonly fn: number;
  readonly parent?: number;
  readonly at: number;
  readonly thrown: CapturedValue;
  readonly input: string;
}

function patterns(calls: readonly Failed[]) {
  const watch = createErrorWatch();
  calls.forEach(({ fn, parent = -1, at, thrown, input }, ordinal) => {
    watch.see({
      ...{ thread: 0, ordinal, parent, function: fn, thrown, params: [text(input)], endNs: at + 5 },
    });
  });
  return watch.finish();
}

it('groups errors of a function that say the same but for names and numbers, with when they came and for what', () => {
  const late = { fn: 1, at: 900, thrown: error('Error', "no order 'b-2' in 31 ms"), input: 'b-2' };
  const found = patterns([
    { fn: 1, at: 100, thrown: error('Error', "no order 'a-1' in 7 ms"), input: 'a-1' },
    late,
    { ...late, at: 500 },
    { fn: 1, at: 600, thrown: error('TypeError', "no order 'a-1' in 7 ms"), input: 'a-1' },
  ]);
  expect(found).toMatchObject([
    {
      type: 'Error',
      message: "no order 'a-1' in 7 ms",
      count: 3,
      firstNs: 105,
      lastNs: 905,
      inputs: ['"a-1"', '"b-2"'],
    },
    { type: 'TypeError', count: 1 },
  ]);
});

it('names the function in which an error began, not those that it went through', () => {
  const thrown = error('Error', 'x');
  const found = patterns([
    { fn: 1, at: 0, thrown, input: 'outer' },
    { fn: 2, parent: 0, at: 1, thrown, input: 'inner' },
  ]);
  expect(found.map(({ function: fn }) => fn)).toEqual([2]);
});

it('tells what was thrown on purpose from errors, and says what it was', () => {
  const answer: CapturedValue = {
    kind: 'object',
    type: 'HttpError',
    size: 2,
    entries: [
      { key: 'status', value: { kind: 'primitive', type: 'number', text: '404' } },
      {
        key: 'body',
        value: {
          kind: 'object',
          type: 'Object',
          size: 1,
          entries: [{ key: 'message', value: text('no item 7') }],
        },
      },
    ],
  };
  expect(patterns([{ fn: 1, at: 0, thrown: answer, input: '7' }])).toMatchObject([
    { type: 'HttpError', message: '{status: 404, body: {message: "no item 7"}}', isError: false },
  ]);
  expect(patterns([{ fn: 1, at: 0, thrown: text('no'), input: '7' }])).toMatchObject([
    { type: 'string', message: '"no"', isError: false },
  ]);
});
