import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ask } from '../query/testing/ask.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { placeSpools, type TestPlace, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { startIngest } from './index.ts';
import { keepThread, type ThreadEvents, takeThread } from './threads.ts';

const nobody: ThreadEvents = { message: () => {}, stopped: () => {} };

function place(spans: number, name: string): TestPlace {
  const functions = ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => ({ name: name + letter }));
  return placeSpools(new SpoolBuilder().functions(functions).events(busyEvents(spans, spans)).end());
}

const begin = (spans: number, name: string) => {
  const where = place(spans, name);
  return { file: where.file, ingest: startIngest({ run: `r${name}`, ...where, facts: testFacts() }) };
};

describe('a thread that has ended a run', () => {
  it('takes the next one, one at a time, and no more than one waits', () => {
    const [one, two] = [takeThread(nobody), takeThread(nobody)];
    expect(two).not.toBe(one);
    keepThread(one);
    keepThread(two);
    const again = takeThread(nobody);
    expect(again).toBe(one);
    const another = takeThread(nobody);
    expect([one, two]).not.toContain(another);
    again.end();
    another.end();
  });

  it('is not kept when it was stopped', () => {
    const one = takeThread(nobody);
    keepThread(one);
    one.end();
    const two = takeThread(nobody);
    expect(two).not.toBe(one);
    two.end();
  });
});

describe('runs one after the other', () => {
  it('have nothing of each other', async () => {
    for (const [spans, name] of [
      [3000, 'x'],
      [100, 'y'],
      [5000, 'z'],
    ] as const) {
      const { file, ingest } = begin(spans, name);
      expect(await ingest.finish({ name })).toMatchObject({ spans, functions: 6, threads: 1 });
      // Given back already: what is said to it now must not reach the next run.
      ingest.dispose();
      expect((await ingest.finish({ name: 'other' })).spans).toBe(spans);
      const { name: names, calls } = ask(file, 'functions', {});
      expect(names.every((one) => one.startsWith(name))).toBe(true);
      expect(calls.reduce((sum, count) => sum + count, 0)).toBe(spans);
    }
  });

  it('are ingested though one of them failed or was given up', async () => {
    const full = place(20_000, 'full');
    const failing = startIngest({ run: 'rfull', ...full, facts: testFacts(), maxBytes: 200_000 });
    await expect(failing.finish()).rejects.toMatchObject({ code: 'refused' });
    const givenUp = begin(20_000, 'givenup').ingest;
    givenUp.dispose();
    await expect(givenUp.finish()).rejects.toMatchObject({ code: 'cancelled' });
    const { ingest } = begin(1000, 'sound');
    expect((await ingest.finish()).spans).toBe(1000);
    rmSync(full.spoolDir, { recursive: true, force: true });
  });
});
