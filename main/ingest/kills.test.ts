import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ask } from '../query/testing/ask.ts';
import { sealedState } from '../store/index.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools, type TestPlace, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';

/** `CALLSCAPE_FAULTS=full` kills as often as the proof of it asks for; each is a process. */
const KILLS = process.env.CALLSCAPE_FAULTS === 'full' ? 210 : 25;
const AT_ONCE = 2;
const SPANS = 20_000;
const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));

function busySpool(): SpoolBuilder {
  const spool = new SpoolBuilder().functions(FUNCTIONS);
  const events = busyEvents(SPANS, 5);
  for (let at = 0; at < events.length; at += 500) spool.events(events.slice(at, at + 500));
  return spool.end();
}

/** Starts an ingest in a process of its own and kills it so many ms after it began to read; 0: as soon as it runs. */
async function killedIngest(place: TestPlace, ms: number): Promise<void> {
  const code = `
    const { startIngest } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
    const options = ${JSON.stringify({ run: 'rtest', ...place, facts: testFacts() })};
    startIngest({ ...options, onProgress: () => process.stdout.write('.') }).finish();
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const began = new Promise((resolve) => child.stdout.once('data', resolve));
  await Promise.race([began, exited]);
  const timer = setTimeout(() => child.kill('SIGKILL'), ms);
  await exited;
  clearTimeout(timer);
}

describe('an ingest that is killed', () => {
  it('loses nothing, whenever that happens: it is taken up again, as often as need be', async () => {
    const spool = busySpool();
    let next = 0;
    const killAndResume = async () => {
      for (let round = next++; round < KILLS; round = next++) {
        const place = placeSpools(spool);
        // Spread over the reading, the sealing and the deleting; every fifth is killed a second time.
        await killedIngest(place, (round * 37) % 173);
        if (round % 5 === 0 && existsSync(place.spoolDir)) await killedIngest(place, (round * 11) % 97);
        // The spool may only be gone when the recording is complete.
        if (existsSync(join(place.spoolDir, '100-0-test.spool')) && !sealedState(place.file))
          ingestNow(place);
        expect(sealedState(place.file)?.summary.spans).toBe(SPANS);
        const { calls } = ask(place.file, 'functions', {});
        expect(calls.reduce((sum, count) => sum + count, 0)).toBe(SPANS);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, killAndResume));
  }, 900_000);
});
