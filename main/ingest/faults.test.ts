import { appendFileSync, existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '#contract';
import { ask } from '../query/testing/ask.ts';
import { openRecording, sealedState } from '../store/index.ts';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { startIngest } from './index.ts';
import { IngestSession } from './session.ts';

const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
const SPANS = 60_000;
const events = busyEvents(SPANS, 3);

function busySpool(threadId = 0): SpoolBuilder {
  const spool = new SpoolBuilder({ threadId }).functions(FUNCTIONS);
  for (let at = 0; at < events.length; at += 2000) spool.events(events.slice(at, at + 2000));
  return spool;
}

const totals = (file: string) => {
  const recording = openRecording(file);
  const state = recording.state();
  recording.close();
  return state?.summary;
};

describe('a damaged spool', () => {
  it('costs its torn tail one frame, which is counted', () => {
    const place = placeSpools(busySpool());
    const spool = join(place.spoolDir, '100-0-test.spool');
    truncateSync(spool, statSync(spool).size - 1000);
    const summary = totals(ingestNow(place));
    expect(summary?.honesty).toMatchObject({ damagedFrames: 1, cutShort: 1 });
    expect(summary?.spans).toBeGreaterThan(SPANS - 2000);
    expect(summary?.spans).toBeLessThan(SPANS);
  });

  it('loses the frame of a flipped bit, ends what was open there as incomplete, and goes on', () => {
    const { functions, events: drawn } = drawThread(`
      main 0-100
        a 10-20
        b 30-40
        c 50-60
    `);
    const spool = new SpoolBuilder().functions(functions);
    // main and a | b | c and main's end
    spool.events(drawn.slice(0, 3)).events(drawn.slice(3, 5)).events(drawn.slice(5)).end();
    const lost = spool.parts[4] as Uint8Array;
    lost[lost.length - 2] = (lost[lost.length - 2] as number) ^ 1;
    const file = ingestNow(placeSpools(spool));
    const names = ask(file, 'functions', {}).name;
    const tree = ask(file, 'callTree', { order: 'first-call', minShare: 0 });
    expect(Array.from(tree.function, (f) => names[f])).toEqual([undefined, 'main', 'a', 'c']);
    expect(ask(file, 'span', { id: '0000000000000000' }).status).toBe('incomplete');
    expect(totals(file)?.honesty).toMatchObject({ damagedFrames: 1, unfinished: 1 });
  });

  it('never stops an ingest, wherever the bit is flipped', () => {
    const { functions, events: drawn } = drawThread('main 0-100\n  a! 10-20\n  b 30-40 ~31-35');
    const sound = new SpoolBuilder().functions(functions).events(drawn).counters({}).end().bytes();
    for (let byte = 0; byte < sound.length; byte += 31) {
      const place = placeSpools();
      const bad = Buffer.from(sound);
      bad[byte] = (bad[byte] as number) ^ 16;
      writeFileSync(join(place.spoolDir, '100-0-test.spool'), bad);
      const summary = totals(ingestNow(place));
      expect(summary?.spans === 3 || (summary?.honesty.damagedFrames ?? 0) > 0).toBe(true);
    }
  });

  it('is said to be cut short when it stops between two frames, as on a full disk', () => {
    const whole = busySpool();
    expect(totals(ingestNow(placeSpools(whole)))?.honesty).toMatchObject({ damagedFrames: 0, cutShort: 1 });
    expect(totals(ingestNow(placeSpools(whole.end())))?.honesty.cutShort).toBeUndefined();
  });

  it('is kept, and the ingest refused, when a newer tracer wrote it', () => {
    const bytes = new SpoolBuilder().bytes();
    new DataView(bytes.buffer, bytes.byteOffset).setUint16(8, 9, true);
    const place = placeSpools();
    writeFileSync(join(place.spoolDir, '100-0-test.spool'), bytes);
    expect(() => ingestNow(place)).toThrow(expect.objectContaining({ code: 'refused' }));
    expect(existsSync(place.spoolDir)).toBe(true);
  });
});

describe('a full disk', () => {
  it('stops the ingest with a clear error, keeps the spool, and the run can be ingested later', async () => {
    const place = placeSpools(busySpool().end());
    const failed = Promise.withResolvers<unknown>();
    const options = { run: 'rtest', ...place, facts: testFacts(), onFailure: failed.resolve };
    const ingest = startIngest({ ...options, maxBytes: 400_000 });
    await expect(ingest.finish()).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringContaining('no space left'),
    });
    expect(await failed.promise).toMatchObject({ code: 'refused' });
    expect(existsSync(join(place.spoolDir, '100-0-test.spool'))).toBe(true);
    const again = startIngest(options);
    expect((await again.finish()).spans).toBe(SPANS);
    again.dispose();
  });
});

describe('two workbenches on one run', () => {
  it('write it once: the second one is refused, and nothing of the first is lost', async () => {
    const place = placeSpools(busySpool().end());
    const options = { run: 'rtest', ...place, facts: testFacts() };
    const reading = Promise.withResolvers<void>();
    const first = startIngest({ ...options, onProgress: () => reading.resolve() });
    await reading.promise;
    const second = startIngest(options);
    const [one, two] = await Promise.allSettled([first.finish(), second.finish()]);
    expect(one).toMatchObject({ status: 'fulfilled', value: { spans: SPANS } });
    // It may come so late that there is nothing left to do but to say so.
    expect([{ reason: { code: 'refused' } }, { value: { spans: SPANS } }]).toContainEqual(
      'reason' in two ? { reason: { code: two.reason.code } } : { value: { spans: two.value.spans } },
    );
    expect(totals(place.file)?.spans).toBe(SPANS);
    first.dispose();
    second.dispose();
  });
});

describe('an ingest in its worker', () => {
  it('follows spools as they grow and new ones as they come, then seals one file and deletes the spool', async () => {
    const place = placeSpools();
    const spool = join(place.spoolDir, '100-0-test.spool');
    const parts = busySpool().end().parts;
    let progress: ((value: RunProgress) => void) | undefined;
    const seen = (spans: number) =>
      new Promise<void>((resolve) => {
        progress = (value) => {
          if (value.spans >= spans && value.revision > 0) resolve();
        };
      });
    const ingest = startIngest({
      run: 'rtest',
      ...place,
      facts: testFacts(),
      onProgress: (value) => progress?.(value),
    });
    const half = Math.floor(parts.length / 2);
    const first = seen(SPANS / 4);
    writeFileSync(spool, Buffer.concat(parts.slice(0, half)));
    await first;
    expect(ask(place.file, 'functions', {}).length).toBe(6);
    const second = seen(SPANS + 1);
    appendFileSync(spool, Buffer.concat(parts.slice(half)));
    const { functions, events: drawn } = drawThread('worker 0-10');
    const other = new SpoolBuilder({ threadId: 1 }).functions(functions).events(drawn);
    writeFileSync(join(place.spoolDir, '100-1-test.spool'), other.bytes());
    await second;
    const summary = await ingest.finish({ exitCode: 3 });
    expect(summary).toMatchObject({ spans: SPANS + 1, threads: 2, functions: 7 });
    expect(existsSync(place.spoolDir)).toBe(false);
    expect(existsSync(`${place.file}-wal`)).toBe(false);
    expect(sealedState(place.file)).toMatchObject({ facts: { exitCode: 3 }, summary: { spans: SPANS + 1 } });
    ingest.dispose();
  });

  it('finishes a run that recorded nothing', async () => {
    const place = placeSpools();
    const ingest = startIngest({ run: 'rtest', ...place, facts: testFacts() });
    expect(await ingest.finish()).toMatchObject({ spans: 0, threads: 0 });
    expect(
      ask(place.file, 'timeline', { range: { startNs: 0, endNs: 1 }, widthPx: 10, maxLane: 9 }),
    ).toMatchObject({
      spans: { length: 0 },
    });
    ingest.dispose();
  });

  it('leaves the spool where it is when it is disposed of', async () => {
    const place = placeSpools(busySpool());
    const ingest = startIngest({ run: 'rtest', ...place, facts: testFacts() });
    ingest.dispose();
    await expect(ingest.finish()).rejects.toMatchObject({ code: 'cancelled' });
    expect(existsSync(join(place.spoolDir, '100-0-test.spool'))).toBe(true);
  });
});

describe('a workbench that is killed', () => {
  it('leaves a recording that can be read as far as it was committed', () => {
    const place = placeSpools(busySpool());
    const session = new IngestSession({ ...place, facts: testFacts() });
    session.look();
    session.read(0);
    session.commit();
    const { spans } = session.summary();
    session.close();
    expect(totals(place.file)?.spans).toBe(spans);
    expect(sealedState(place.file)).toBeUndefined();
  });
});
