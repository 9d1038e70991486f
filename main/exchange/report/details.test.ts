import { expect, it } from 'vitest';
import { type FunctionIdentity, isContractError, type SpanDetail, type SpanRow } from '#contract';
import { drawnRun } from '../../testing/drawn-run.ts';
import { executionDetails } from './details.ts';

const ms = 1_000_000;
const { functions } = drawnRun(`
buy shop.js:1 2x ${50 * ms}ns 1 errors
  load store.js:4 3x ${12 * ms}ns
  load cache.js:9 1x ${2 * ms}ns
`);

const child = (fn: number, durationNs: number): SpanRow => ({
  id: '1-9',
  function: fn,
  startNs: 0,
  durationNs,
  status: 'ok',
});

const detail = (of: Partial<SpanDetail>): SpanDetail => ({
  id: '1-1',
  traceId: '0'.repeat(32),
  parent: null,
  function: 0,
  identity: { file: 'shop.js', name: 'buy', line: 1 } satisfies FunctionIdentity,
  thread: 0,
  pid: 1,
  startNs: 5 * ms,
  durationNs: 40 * ms,
  selfNs: 28 * ms,
  activeNs: 40 * ms,
  status: 'ok',
  params: null,
  returned: null,
  thrown: null,
  thrownBy: [],
  operation: null,
  traceContexts: [],
  ancestors: [],
  omittedAncestors: 0,
  childCount: 0,
  children: [],
  ...of,
});

const details: Readonly<Record<string, SpanDetail>> = {
  '1-1': detail({
    params: [{ name: 'id', value: { kind: 'primitive', type: 'string', text: 'c-1' } }],
    returned: { kind: 'primitive', type: 'number', text: '3' },
    children: [child(1, 4 * ms), child(2, 2 * ms), child(1, 6 * ms)],
    childCount: 4,
  }),
  '1-2': detail({
    id: '1-2',
    durationNs: 10 * ms,
    status: 'error',
    thrown: { kind: 'error', type: 'TypeError', message: 'no \u001b[31mcart', stack: '', cause: null },
  }),
};

const recordings = {
  functions: async () => functions,
  span: async ({ id }: { id: string }) => details[id] ?? detail({}),
  spans: async ({ limit }: { limit: number }) => ({
    revision: 1,
    total: 2,
    rows: ['1-1', '1-2'].slice(0, limit).map((id) => ({ ...child(0, 0), id })),
  }),
};

it('lists the calls of a function with their times, values and phases', async () => {
  expect(
    await executionDetails({ recordings }, { run: 'r', function: 'buy', limit: 20 }),
  ).toBe(`Execution details: buy  shop.js:1
2 calls, 1 error, average 25.0 ms, minimum 25.0 ms, maximum 25.0 ms

1-1  ok
  Start:    5.00 ms into the run
  Duration: 40.0 ms, 28.0 ms of its own, 40.0 ms active
  Request:  id="c-1"
  Returned: 3
  Phases:
    - load: 10.0 ms in 2 calls
    - load: 2.00 ms
    1 later calls are left out.

1-2  error
  Start:    5.00 ms into the run
  Duration: 10.0 ms, 28.0 ms of its own, 40.0 ms active
  Threw:    TypeError: no  [31mcart
`);
  expect(await executionDetails({ recordings }, { run: 'r', function: 'shop.js:buy', limit: 1 })).toContain(
    '1 faster calls are left out.',
  );
});

it('says which there are where a name is not there, or is that of several', async () => {
  const ask = (name: string) => executionDetails({ recordings }, { run: 'r', function: name, limit: 1 });
  await expect(ask('sell')).rejects.toSatisfy((error) => isContractError(error, 'not-found'));
  await expect(ask('load')).rejects.toThrow('Choose one: store.js:load, cache.js:load.');
});
