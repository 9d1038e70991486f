import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawnRun } from '../../testing/drawn-run.ts';
import { drawnScan, drawnSpans } from '../../testing/drawn-spans.ts';
import { speedscopeFile } from './speedscope.ts';
import { createStacks } from './stacks.ts';

const names = ['a', 'b', 'c', 'd'];
const run = drawnRun(names.map((name) => `${name} ${name}.js:1 1x 1ns`).join('\n'));

interface Profile {
  readonly type: string;
  readonly name: string;
  readonly unit: string;
  readonly startValue: number;
  readonly endValue: number;
  readonly events: readonly { readonly type: 'O' | 'C'; readonly frame: number; readonly at: number }[];
}

async function exported(drawing: string) {
  const scan = drawnScan(run, drawnSpans(drawing, names));
  let text = '';
  const source = { scan, run: { id: 'r1', name: 'first' }, version: '1.0.0', durationNs: 1000 };
  for await (const chunk of speedscopeFile(source)) text += chunk;
  return JSON.parse(text) as { shared: { frames: { name: string }[] }; profiles: Profile[] };
}

/** `+a0 -a100`: the events of each profile. */
async function drawnEvents(drawing: string): Promise<string[]> {
  const { profiles } = await exported(drawing);
  return profiles.map(({ events }) =>
    events.map(({ type, frame, at }) => `${type === 'O' ? '+' : '-'}${names[frame]}${at}`).join(' '),
  );
}

describe('speedscopeFile', () => {
  it('is a file of evented profiles, one for each thread', async () => {
    expect(await exported('thread 0\na 0-10\nthread 1\nb 5-7')).toEqual({
      $schema: 'https://www.speedscope.app/file-format-schema.json',
      exporter: 'callscape@1.0.0',
      name: 'first',
      activeProfileIndex: 0,
      shared: { frames: names.map((name) => ({ name, file: `${name}.js`, line: 1 })) },
      profiles: [
        {
          ...{
            type: 'evented',
            name: 'node worker 0 (pid 40)',
            unit: 'nanoseconds',
            startValue: 0,
            endValue: 10,
          },
          events: [
            { type: 'O', frame: 0, at: 0 },
            { type: 'C', frame: 0, at: 10 },
          ],
        },
        {
          ...{
            type: 'evented',
            name: 'node worker 1 (pid 41)',
            unit: 'nanoseconds',
            startValue: 0,
            endValue: 7,
          },
          events: [
            { type: 'O', frame: 1, at: 5 },
            { type: 'C', frame: 1, at: 7 },
          ],
        },
      ],
    });
  });

  it('keeps synchronous calls as the stack they were, also where the clock did not move', async () => {
    expect(await drawnEvents('thread 0\na 0-9\n  b 0-0\n    c 0-0\n  b 4-9\n    d 9-9\na 9-9')).toEqual([
      '+a0 +b0 +c0 -c0 -b0 +b4 +d9 -d9 -b9 -a9 +a9 -a9',
    ]);
  });

  it('gives a span that overlaps its sibling, and what it calls, a stack of its own', async () => {
    expect(await drawnEvents('thread 0\na 0-100\n  b 10-50\n  c 20-60\n    d 30-40\n  b 70-80')).toEqual([
      '+a0 +b10 -b50 +b70 -b80 -a100',
      '+c20 +d30 -d40 -c60',
    ]);
  });

  it('gives requests that overlap each a stack, and uses a stack again when it is empty', async () => {
    expect(await drawnEvents('thread 0\na 0-50\nb 10-30\nc 30-60\nd 55-70')).toEqual([
      '+a0 -a50 +d55 -d70',
      '+b10 -b30 +c30 -c60',
    ]);
  });

  it('gives a span that outlives its caller a stack of its own', async () => {
    expect(await drawnEvents('thread 0\na 0-10\n  b 5-90')).toEqual(['+a0 -a10', '+b5 -b90']);
  });

  it('draws calls without an end to the end of their thread', async () => {
    expect(await drawnEvents('thread 0\na 0-\n  b 5-')).toEqual(['+a0 +b5 -b1000 -a1000']);
  });

  it('is a file without profiles when nothing was recorded', async () => {
    expect((await exported('')).profiles).toEqual([]);
  });
});

it('gives nested events whose time never decreases, each span once, and below no function but its caller', () => {
  const spans = fc.array(
    fc.record({
      gap: fc.nat(3),
      duration: fc.nat(12),
      parent: fc.integer({ min: -1, max: 30 }),
      function: fc.nat(3),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(spans, (rows) => {
      const stacks = createStacks();
      let startNs = 0;
      rows.forEach((row, ordinal) => {
        startNs += row.gap;
        // The frame is the ordinal, so that each span is known by its events.
        const parent = row.parent < ordinal ? row.parent : -1;
        stacks.add({ ordinal, parent, function: ordinal, startNs }, startNs + row.duration);
      });
      const seen: number[] = [];
      for (const events of stacks.finish()) {
        const open: number[] = [];
        let last = Number.NEGATIVE_INFINITY;
        for (let at = 0; at < events.length; at += 2) {
          const [event = 0, time = 0] = events.slice(at, at + 2);
          expect(time).toBeGreaterThanOrEqual(last);
          last = time;
          if (event < 0) {
            expect(open.pop()).toBe(~event);
            continue;
          }
          const parent = rows[event]?.parent ?? -1;
          if (open.length > 0) expect(open.at(-1)).toBe(parent);
          open.push(event);
          seen.push(event);
        }
        expect(open).toEqual([]);
      }
      expect(seen.sort((a, b) => a - b)).toEqual(rows.map((_, ordinal) => ordinal));
    }),
  );
});
