import { expect, it } from 'vitest';
import { formatSpanId } from '#contract';
import { ask } from '../query/testing/ask.ts';
import type { TestEvent } from '../store/testing/events.ts';
import { recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';

it('gives a span the parent that BELOW names, whatever is open, and though that has ended', () => {
  const [loop, task, callback] = [0, 1, 2];
  const events: TestEvent[] = [
    { op: 'enter', fn: loop, at: 0 },
    { op: 'enterAsync', fn: task, mark: 7, at: 10 },
    { op: 'suspend', at: 20 },
    { op: 'below', mark: 7 },
    { op: 'enter', fn: callback, at: 30 },
    { op: 'exit', at: 40 },
    { op: 'resume', mark: 7, at: 50 },
    { op: 'exit', at: 60 },
    { op: 'below', mark: 7 },
    { op: 'enter', fn: callback, at: 70 },
    { op: 'exit', at: 80 },
    { op: 'exit', at: 90 },
  ];
  const functions = ['loop', 'task', 'callback'].map((name) => ({ name }));
  const file = recordingOf(new SpoolBuilder().functions(functions).events(events).end());
  const detail = (ordinal: number) => ask(file, 'span', { id: formatSpanId(0, ordinal) });
  expect([0, 1, 2, 3].map((ordinal) => detail(ordinal).parent)).toEqual([
    ...[null, formatSpanId(0, 0), formatSpanId(0, 1), formatSpanId(0, 1)],
  ]);
  expect(detail(1)).toMatchObject({ childCount: 2, durationNs: 50, selfNs: 40, activeNs: 20 });
});
