import { describe, expect, it } from 'vitest';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const FUNCTIONS: TestFunction[] = [{ name: 'outer' }, { name: 'inner' }, { name: 'far', file: 'far.js' }];

const line = (at: number): TestEvent => ({ op: 'line', line: at });

function linesOf(events: readonly TestEvent[], file = 'app.js', checkpoint?: () => void) {
  const spool = new SpoolBuilder().functions(FUNCTIONS);
  for (let i = 0; i < events.length; i += 20_000) spool.events(events.slice(i, i + 20_000));
  const table = ask(recordingOf(spool.end()), 'lines', { file }, checkpoint);
  return Array.from(table.line, (at, row) => ({
    line: at,
    hits: table.hits[row],
    totalNs: table.totalNs[row],
    errors: table.errors[row],
  }));
}

describe('the lines of a file', () => {
  it('have the time up to the next line of their call, and share it where nothing was called between them', () => {
    const lines = linesOf([
      { op: 'enter', fn: 0, at: 100 },
      line(1),
      line(2),
      { op: 'enter', fn: 1, at: 110 },
      line(11),
      line(11),
      { op: 'exit', at: 130 },
      line(3),
      { op: 'throw', at: 150 },
    ]);
    expect(lines).toEqual([
      { line: 1, hits: 1, totalNs: 5, errors: 0 },
      { line: 2, hits: 1, totalNs: 25, errors: 0 },
      { line: 3, hits: 1, totalNs: 20, errors: 1 },
      { line: 11, hits: 2, totalNs: 20, errors: 0 },
    ]);
  });

  it('are those of the file that is asked for, with the time of calls elsewhere', () => {
    const events: TestEvent[] = [
      { op: 'enter', fn: 0, at: 0 },
      line(5),
      { op: 'enter', fn: 2, at: 10 },
      line(5),
      { op: 'exit', at: 40 },
      { op: 'exit', at: 50 },
    ];
    expect(linesOf(events)).toEqual([{ line: 5, hits: 1, totalNs: 50, errors: 0 }]);
    expect(linesOf(events, 'far.js')).toEqual([{ line: 5, hits: 1, totalNs: 30, errors: 0 }]);
    expect(() => linesOf(events, 'none.js')).toThrow('The recording has no file none.js.');
  });

  it('are added up over pages, also for a call that is open in all of them', () => {
    const events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }];
    const calls = 30_000;
    for (let call = 0; call < calls; call++) {
      const at = call * 10;
      events.push(line(2), { op: 'enter', fn: 1, at: at + 2 }, line(11), { op: 'exit', at: at + 10 });
    }
    expect(linesOf([...events, { op: 'exit', at: calls * 10 }])).toEqual([
      { line: 2, hits: calls, totalNs: calls * 10, errors: 0 },
      { line: 11, hits: calls, totalNs: calls * 8, errors: 0 },
    ]);
  });

  it('are given up between two pages when nobody waits any more', () => {
    const events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }, line(1), { op: 'exit', at: 1 }];
    const cancelled = () => {
      throw new Error('cancelled');
    };
    expect(() => linesOf(events, 'app.js', cancelled)).toThrow('cancelled');
  });
});
