import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TimelineWindow, TimeRange } from '#contract';
import { IngestSession } from '../ingest/session.ts';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import {
  activeOf,
  durationOf,
  type ModelSpan,
  type ModelThread,
  modelThread,
} from '../store/testing/model.ts';
import { busyEvents, threadEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools, recordingOf, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { RecordingReader } from './recording-reader.ts';
import { ask } from './testing/ask.ts';

const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
/** Enough that density blocks of several levels and many pages are written. */
const SPANS = 90_000;
const WIDTH = 800;

const events = busyEvents(SPANS, 7);
const spool = (end: boolean): SpoolBuilder => {
  const builder = new SpoolBuilder().functions(FUNCTIONS);
  for (let at = 0; at < events.length; at += 10_000) builder.events(events.slice(at, at + 10_000));
  return end ? builder.end() : builder;
};

function windowOf(file: string, range: TimeRange, maxLane = 1000): TimelineWindow {
  return ask(file, 'timeline', { range, widthPx: WIDTH, maxLane });
}

/** Ranges from the whole run down to a few ns, at several places. */
function zooms(endNs: number): TimeRange[] {
  const ranges: TimeRange[] = [];
  for (let width = endNs * 1.1; width > 100; width /= 5) {
    for (const place of [0, 0.31, 0.77]) {
      const startNs = place * Math.max(0, endNs - width);
      ranges.push({ startNs, endNs: startNs + width });
    }
  }
  return ranges;
}

const bitsOf = (span: ModelSpan): number =>
  (span.status === 'error' ? 1 : 0) |
  (span.suspensions.length > 0 ? 2 : 0) |
  (span.status === 'unfinished' || span.status === 'open' ? 4 : 0);

function expectedRows(model: ModelThread, { startNs, endNs }: TimeRange): string[] {
  const pixel = (endNs - startNs) / WIDTH;
  return model.spans
    .filter((span) => {
      if (span.status === 'open') return span.start < endNs;
      return durationOf(span) >= pixel && span.start < endNs && span.end > startNs;
    })
    .sort((a, b) => a.lane - b.lane || a.start - b.start || a.ordinal - b.ordinal)
    .map(
      (s) => `${s.lane} ${s.start} ${(bitsOf(s) & 4) !== 0 ? -1 : durationOf(s)} ${s.ordinal} ${bitsOf(s)}`,
    );
}

function expectedWaits(model: ModelThread, { startNs, endNs }: TimeRange): string[] {
  const pixel = (endNs - startNs) / WIDTH;
  return model.spans
    .flatMap((span) =>
      span.suspensions.map(({ from, to }) => ({ lane: span.lane, from, to: to < 0 ? span.end : to })),
    )
    .filter(({ from, to }) => to > from && to - from >= pixel && from < endNs && to > startNs)
    .sort((a, b) => a.lane - b.lane || a.from - b.from)
    .map(({ lane, from, to }) => `${lane} ${from} ${to - from}`);
}

const shownRows = ({ spans }: TimelineWindow): string[] =>
  Array.from(spans.lane, (lane, i) =>
    [lane, spans.startNs[i], spans.durationNs[i], spans.ordinal[i], spans.flags[i]].join(' '),
  );

/** Each cell counts exactly the narrow spans that begin in it, and there is a cell for each of them. */
function expectDensity({ density }: TimelineWindow, model: ModelThread, { startNs, endNs }: TimeRange): void {
  const pixel = (endNs - startNs) / WIDTH;
  const cellNs = Math.max(1 / 16, 2 ** Math.floor(Math.log2(2 * pixel)));
  const seen = Array.from(density.lane, (lane, i) =>
    [lane, density.startNs[i], density.count[i], density.errors[i], density.durationNs[i]].join(' '),
  );
  const [first, end] = [Math.floor(startNs / cellNs) * cellNs, Math.ceil(endNs / cellNs) * cellNs];
  const counts = new Map<string, [number, number]>();
  for (const span of model.spans) {
    if (span.status === 'open' || durationOf(span) >= pixel || span.start < first || span.start >= end)
      continue;
    const key = `${span.lane} ${Math.floor(span.start / cellNs) * cellNs}`;
    const [count, errors] = counts.get(key) ?? [0, 0];
    counts.set(key, [count + 1, errors + (span.status === 'error' ? 1 : 0)]);
  }
  const expected = [...counts].map(([key, [count, errors]]) => `${key} ${count} ${errors} ${cellNs}`);
  expect(seen.sort()).toEqual(expected.sort());
}

describe('the timeline of a busy recording', () => {
  let file: string;
  const model = modelThread(events);
  beforeAll(() => {
    file = recordingOf(spool(true));
  });

  it('has density blocks at several zooms, so that they are tested at all', () => {
    const reader = new RecordingReader(file);
    const levels = reader.within(() =>
      reader.statement('SELECT DISTINCT level FROM density_blocks').pluck().all(),
    );
    reader.close();
    expect(levels.length).toBeGreaterThan(3);
  });

  it('shows every span of a pixel or more exactly once, by lane and start, at any zoom', () => {
    for (const range of zooms(model.lastNs)) {
      expect(shownRows(windowOf(file, range))).toEqual(expectedRows(model, range));
    }
  });

  it('shows every wait of a pixel or more exactly once, by lane and start, at any zoom', () => {
    let most = 0;
    for (const range of zooms(model.lastNs)) {
      const { waits } = windowOf(file, range);
      const seen = Array.from(waits.lane, (lane, i) =>
        [lane, waits.startNs[i], waits.durationNs[i]].join(' '),
      );
      expect(seen).toEqual(expectedWaits(model, range));
      most = Math.max(most, seen.length);
    }
    expect(most).toBeGreaterThan(8);
  });

  it('knows of each span how long it was suspended', () => {
    const { spans } = windowOf(file, { startNs: 0, endNs: model.lastNs });
    for (let i = 0; i < spans.length; i++) {
      const span = model.spans[spans.ordinal[i] as number] as ModelSpan;
      expect(spans.suspendedNs[i]).toBe(durationOf(span) - activeOf(span));
    }
  });

  it('shows some lanes as it shows them among all', () => {
    for (const range of zooms(model.lastNs)) {
      const all = windowOf(file, range);
      const some = ask(file, 'timeline', { range, widthPx: WIDTH, minLane: 3, maxLane: 6 });
      const rowsOf = (table: TimelineWindow['spans'] | TimelineWindow['density']) =>
        Array.from(table.lane, (lane, i) => [lane, table.startNs[i], table.durationNs[i], table.function[i]]);
      const inside = ([lane]: readonly unknown[]) => (lane as number) >= 3 && (lane as number) <= 6;
      expect(rowsOf(some.spans)).toEqual(rowsOf(all.spans).filter(inside));
      expect(rowsOf(some.density)).toEqual(rowsOf(all.density).filter(inside));
    }
  });

  it('counts every narrower span in the cell of density in which it begins', () => {
    for (const range of zooms(model.lastNs)) expectDensity(windowOf(file, range), model, range);
  });

  it('counts exactly when the whole run is in the window, by lane', () => {
    const range = { startNs: 0, endNs: model.lastNs + 1 };
    const pixel = (range.endNs - range.startNs) / WIDTH;
    const { density } = windowOf(file, range);
    const counts = new Map<number, number>();
    density.lane.forEach((lane, i) => {
      counts.set(lane, (counts.get(lane) ?? 0) + (density.count[i] as number));
    });
    const expected = new Map<number, number>();
    for (const span of model.spans) {
      if (durationOf(span) < pixel) expected.set(span.lane, (expected.get(span.lane) ?? 0) + 1);
    }
    expect(counts).toEqual(expected);
  });

  it('leaves out what lies below the deepest lane asked for', () => {
    const { spans, density } = windowOf(file, { startNs: 0, endNs: model.lastNs }, 2);
    expect(Math.max(...spans.lane, ...density.lane)).toBe(2);
  });
});

describe('the timeline of random recordings', () => {
  it('has the spans, the waits and the density of a plain model, at any zoom', () => {
    fc.assert(
      fc.property(threadEvents(150), (thread) => {
        const recorded = new SpoolBuilder().functions(FUNCTIONS);
        for (let at = 0; at < thread.length; at += 40) recorded.events(thread.slice(at, at + 40));
        const file = recordingOf(recorded.end());
        const drawn = modelThread(thread);
        for (const range of zooms(drawn.lastNs + 1)) {
          const window = windowOf(file, range);
          expect(shownRows(window)).toEqual(expectedRows(drawn, range));
          const { lane, startNs, durationNs } = window.waits;
          const waits = Array.from(lane, (on, i) => [on, startNs[i], durationNs[i]].join(' '));
          expect(waits).toEqual(expectedWaits(drawn, range));
          expectDensity(window, drawn, range);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('the timeline of a run that is still going on', () => {
  it('shows what was committed so far, and open spans without an end', () => {
    const place = placeSpools(spool(false));
    const file = ingestNow(place, true);
    const model = modelThread(events, false);
    for (const range of zooms(model.lastNs)) {
      const window = windowOf(file, range);
      expect(shownRows(window)).toEqual(expectedRows(model, range));
      expectDensity(window, model, range);
    }
  });

  it('is the same after every commit as if all had been read at once', () => {
    const place = placeSpools(spool(true));
    const session = new IngestSession({ ...place, facts: testFacts() });
    const range = { startNs: 0, endNs: modelThread(events).lastNs + 1 };
    let commits = 0;
    while (session.look()) {
      // No time at all: one piece of the spool for each commit.
      session.read(0);
      session.commit();
      commits++;
      windowOf(place.file, range);
    }
    session.seal(testFacts());
    session.close();
    expect(commits).toBeGreaterThan(0);
    expect(windowOf(place.file, range)).toMatchObject({
      spans: windowOf(recordingOf(spool(true)), range).spans,
    });
  });
});

describe('the timeline of two threads', () => {
  it('places each on the clock of the earliest, even when that one is found last', () => {
    const { functions, events: drawn } = drawThread('work 10-90');
    const late = new SpoolBuilder({ threadId: 0, originUnixNs: '1700000000000005000' });
    const early = new SpoolBuilder({ threadId: 1, originUnixNs: '1700000000000001000' });
    const file = recordingOf(
      late.functions(functions).events(drawn).end(),
      early.functions(functions).events(drawn).end(),
    );
    const { spans } = windowOf(file, { startNs: 0, endNs: 10_000 });
    expect([...spans.startNs]).toEqual([4010, 10]);
  });
});
