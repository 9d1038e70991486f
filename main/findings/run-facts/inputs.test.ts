import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { createInputWatch } from './inputs.ts';

const nothing: CapturedValue = { kind: 'primitive', type: 'undefined', text: 'undefined' };
const number = (value: number): CapturedValue => ({ kind: 'primitive', type: 'number', text: String(value) });
const text = (value: string): CapturedValue => ({ kind: 'primitive', type: 'string', text: value });

/** What is said of calls of one function with these values, whose parameters are `a`, `b` and `c`. */
function constants(...calls: readonly (readonly CapturedValue[] | null)[]) {
  const watch = createInputWatch(1);
  calls.forEach((params, ordinal) => {
    watch.see({ thread: 0, ordinal, function: 0, params });
  });
  return watch.finish(() => ['a', 'b', 'c']).map(({ calls: n, constant }) => ({ n, constant }));
}

it('finds the parameters that had one value in all calls whose values were captured', () => {
  const found = constants(
    [number(1), nothing, text('x')],
    null,
    [number(2), nothing, text('x')],
    [number(3), nothing, text('x')],
  );
  expect(found).toEqual([
    {
      n: 3,
      constant: [
        { name: 'b', at: 1, value: 'undefined' },
        { name: 'c', at: 2, value: '"x"' },
      ],
    },
  ]);
});

it('says nothing of values that came once otherwise, of objects, and of texts that may have been cut', () => {
  const list: CapturedValue = { kind: 'list', type: 'Array', size: 0, items: [] } as CapturedValue;
  const long = text('x'.repeat(32));
  expect(constants([nothing, list, long], [number(0), list, long])).toEqual([]);
});

it('takes a call with fewer values than the first for one that had another value', () => {
  expect(constants([number(1), nothing], [number(1)])).toEqual([
    { n: 2, constant: [{ name: 'a', at: 0, value: '1' }] },
  ]);
});
