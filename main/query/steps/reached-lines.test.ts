import { expect, it } from 'vitest';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { openSpanColumns } from '../span-columns.ts';

const line = (at: number): TestEvent => ({ op: 'line', line: at });

function reached(events: readonly TestEvent[], checkpoint = () => {}) {
  const spool = new SpoolBuilder().functions([{ name: 'outer' }, { name: 'inner' }, { name: 'plain' }]);
  const columns = openSpanColumns(recordingOf(spool.events(events).end()));
  try {
    const found = columns.reachedLines(checkpoint);
    return [...(found ?? [])].map(([fn, { calls, lines }]) => [fn, calls, Object.fromEntries(lines)]);
  } finally {
    columns.dispose();
  }
}

const twice: readonly TestEvent[] = [10, 50].flatMap((at): TestEvent[] => [
  { op: 'enter', fn: 0, at },
  line(2),
  { op: 'enter', fn: 1, at: at + 10 },
  line(7),
  line(7),
  { op: 'exit', at: at + 20 },
  line(3),
  { op: 'enter', fn: 2, at: at + 22 },
  { op: 'exit', at: at + 24 },
  { op: 'exit', at: at + 30 },
]);

it('tells by function which lines ran, how often, and in how many calls', () => {
  expect(reached(twice)).toEqual([
    [0, 2, { 2: 2, 3: 2 }],
    [1, 2, { 7: 4 }],
  ]);
});

it('says nothing of functions without steps, and stops between two pages when nobody waits any more', () => {
  const plain: TestEvent[] = [
    { op: 'enter', fn: 2, at: 0 },
    { op: 'exit', at: 5 },
  ];
  expect(reached(plain)).toEqual([]);
  const cancelled = () => {
    throw new Error('cancelled');
  };
  expect(() => reached(twice, cancelled)).toThrow('cancelled');
});
