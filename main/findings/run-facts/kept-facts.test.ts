import { statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { factsFileOf } from '../../store/index.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { keepFacts, keptFacts } from './kept-facts.ts';
import { readFacts } from './read-run.ts';

const recorded = (): string =>
  recordingOf(
    new SpoolBuilder({ threadId: 0 })
      .functions([{ name: 'a', file: 'a.js' }])
      .events([
        { op: 'enter', fn: 0, at: 1000 },
        { op: 'exit', at: 5000 },
      ])
      .end(),
  );

it('gives back what was gathered of a recording, as long as that is as it was', async () => {
  const file = recorded();
  expect(keptFacts(file)).toBeNull();
  const facts = await readFacts(file, 'r1', [], () => undefined);
  keepFacts(file, facts);
  expect(keptFacts(file)).toEqual(facts);
  expect(statSync(factsFileOf(file)).mode & 0o077).toBe(0);
  utimesSync(file, new Date(), new Date(Date.now() + 5000));
  expect(keptFacts(file)).toBeNull();
});

it('takes a damaged or a torn file for none', async () => {
  const file = recorded();
  keepFacts(file, await readFacts(file, 'r1', [], () => undefined));
  truncateSync(factsFileOf(file), 100);
  expect(keptFacts(file)).toBeNull();
  writeFileSync(factsFileOf(file), 'no facts');
  expect(keptFacts(file)).toBeNull();
});

it('hears the sums of a run before the rest, and says why a run cannot be read', async () => {
  const heard: number[] = [];
  const facts = await readFacts(recorded(), 'r1', [], ({ table }) => heard.push(table.length));
  expect(heard).toEqual([facts.table.length]);
  await expect(readFacts('/nowhere/r.callscape', 'r1', [], () => undefined)).rejects.toMatchObject({
    code: 'not-found',
  });
  const gone = new AbortController();
  gone.abort();
  await expect(readFacts(recorded(), 'r1', [], () => undefined, gone.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});
