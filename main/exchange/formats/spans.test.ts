import { expect, it } from 'vitest';
import type { CapturedValue } from '#contract';
import { drawnRun } from '../../testing/drawn-run.ts';
import { type Captures, captured, drawnScan, drawnSpans } from '../../testing/drawn-spans.ts';
import { schemaErrors } from '../../testing/schema.ts';
import { spanLines } from './spans.ts';

const run = drawnRun(`
main a.js:1 1x 100ns
  Shop.buy lib/shop.js:7 2x 60ns 1 errors
    pay lib/pay.js:3 1x 20ns
`);

async function exported(drawing: string, captures: Captures = {}, params = {}, elsewhere = new Map()) {
  const scan = drawnScan(run, drawnSpans(drawing, run.functions.name, captures), params, elsewhere);
  const traceIdOf = (_: string, thread: number, root: number) => `${thread}${root}`.padStart(32, '0');
  let text = '';
  for await (const chunk of spanLines({ scan, run: 'r1', traceIdOf })) text += chunk;
  const lines = text.trimEnd().split('\n');
  for (const line of lines) expect(schemaErrors('spans', JSON.parse(line))).toEqual([]);
  return lines.map((line) => JSON.parse(line));
}

it('writes a line for each span with its place, parent, trace, time and status', async () => {
  const lines = await exported(`
thread 0
main 0-100
  Shop.buy 10-40 !
    pay 20-
thread 1
pay 5-6
`);
  expect(lines.map((line) => [line.spanId, line.parentSpanId])).toEqual([
    ['0000000000000000', null],
    ['0000000000000001', '0000000000000000'],
    ['0000000000000002', '0000000000000001'],
    ['0001000000000000', null],
  ]);
  expect(lines[1]).toEqual({
    v: 1,
    spanId: '0000000000000001',
    parentSpanId: '0000000000000000',
    traceId: '0'.repeat(32),
    function: 'Shop.buy',
    file: 'lib/shop.js',
    line: 7,
    pid: 40,
    thread: 0,
    startNs: 10,
    durationNs: 30,
    status: 'error',
    error: null,
    params: null,
    return: null,
  });
  expect(lines[2]).toMatchObject({ durationNs: null, status: 'unfinished' });
  expect(lines[3]).toMatchObject({ pid: 41, thread: 1, traceId: '10'.padStart(32, '0') });
});

it('writes parameters by name, the return value, and what was thrown', async () => {
  const failure: CapturedValue = {
    kind: 'error',
    type: 'RangeError',
    message: 'too few',
    stack: 'at pay',
    cause: null,
  };
  const [main, buy, pay] = await exported(
    'thread 0\nmain 0-9\n  Shop.buy 1-2 !\n  pay 3-4 !',
    {
      main: { params: [captured('1', 'number'), captured('b'), captured('c')], returned: captured('done') },
      'Shop.buy': { params: [], thrown: failure },
      pay: { params: [], thrown: captured('no money') },
    },
    { main: ['count', '...names'] },
  );
  expect(main).toMatchObject({
    params: { count: 1, names: 'b', 'arguments[2]': 'c' },
    return: 'done',
    error: null,
  });
  expect(buy).toMatchObject({ params: {}, return: null });
  expect(buy.error).toEqual({ type: 'RangeError', message: 'too few', stack: 'at pay' });
  expect(pay.error).toEqual({ type: 'string', message: 'no money', stack: null });
});

it('gives a root that another thread has caused its parent there, and all below it the trace of that', async () => {
  const drawing = `
thread 0
main 0-100
thread 1
Shop.buy 5-60
  pay 20-30
`;
  const lines = await exported(drawing, {}, {}, new Map([[1, { thread: 0, ordinal: 0 }]]));
  expect(lines.map((line) => line.parentSpanId)).toEqual([null, '0000000000000000', '0001000000000000']);
  expect(new Set(lines.map((line) => line.traceId)).size).toBe(1);
});
