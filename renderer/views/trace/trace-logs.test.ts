import { describe, expect, it } from 'vitest';
import { formatSpanId, type LogRow } from '#contract';
import { levelOf, logsByRow, logsOfLine, toneOf } from './trace-logs.ts';

const log = (timeNs: number, message: string, span: string | null): LogRow => ({
  ...{ timeNs, thread: 0, span, severity: 9, logger: 'app', message, fields: null },
});
/** A call (0), what it called (1) and what that called in another thread (2); another one beside it (3). */
const table = {
  length: 4,
  thread: Int32Array.of(0, 0, 1, 0),
  ordinal: Float64Array.of(5, 6, 6, 7),
  subtreeEnd: Int32Array.of(4, 3, 3, 4),
};
const byRow = logsByRow(table, [
  log(10, 'first', formatSpanId(0, 5)),
  log(20, 'far', formatSpanId(1, 6)),
  log(30, 'near', formatSpanId(0, 6)),
  log(40, 'of another trace', formatSpanId(0, 99)),
  log(50, 'of no call', null),
]);
const messages = (row: number, isFolded: boolean) =>
  logsOfLine(byRow, table, row, isFolded).map(({ message }) => message);

describe('the log records of a trace', () => {
  it('stand with the call that wrote them, in its own thread', () => {
    expect([0, 1, 2, 3].map((row) => messages(row, false))).toEqual([['first'], ['near'], ['far'], []]);
  });

  it('stand with the call that they are folded away below, in the order of time', () => {
    expect(messages(1, true)).toEqual(['far', 'near']);
    expect(messages(0, true)).toEqual(['first', 'far', 'near']);
    expect(messages(3, true)).toEqual([]);
  });

  it('are called by their severity', () => {
    expect([1, 5, 9, 13, 17, 21, 24].map(levelOf)).toEqual([
      ...['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'fatal'],
    ]);
    expect([9, 13, 17].map(toneOf)).toEqual(['plain', 'warning', 'error']);
  });
});
