import { expect, it } from 'vitest';
import type { FunctionTable } from '#contract';
import { functionsCsv } from './functions-csv.ts';

const table = {
  ...{ length: 2, name: ['=load', 'say "hi"'], files: ['a.js'], file: Int32Array.of(0, 0) },
  ...{ line: Int32Array.of(3, 9), calls: Float64Array.of(4, 0), selfNs: Float64Array.of(1234.5, 0) },
  p95Ns: Float64Array.of(20, Number.NaN),
  memory: {
    measure: 'retained',
    selfBytes: Float64Array.of(2048.5, 1),
    totalBytes: Float64Array.of(4096, 1),
  },
} as unknown as FunctionTable;
const column = (id: string, title: string) => ({ id, title });
const columns = [
  ...[column('function', 'Function'), column('file', 'File'), column('calls', 'Calls')],
  ...[column('self', 'Self'), column('memorySelf', 'Mem self'), column('spread', 'Spread')],
  column('p95', 'p95'),
];

it('rows are copied in their order with the columns that are shown, and no name becomes a formula', () => {
  expect(functionsCsv(table, Int32Array.of(1, 0), columns).split('\r\n')).toEqual([
    'Function,File,Calls,Self (ns),Mem self (bytes),p95 (ns)',
    '"say ""hi""",a.js:9,0,0,1,',
    "'=load,a.js:3,4,1234.5,2048.5,20",
    '',
  ]);
});
