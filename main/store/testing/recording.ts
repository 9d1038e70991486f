import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IngestSession } from '../../ingest/session.ts';
import type { RunFacts } from '../facts.ts';
import { drawThread } from './call-tree-notation.ts';
import { SpoolBuilder } from './spool-builder.ts';

export const testFacts = (changes: Partial<RunFacts> = {}): RunFacts => ({
  id: 'rtest',
  name: 'test run',
  command: 'node app.js',
  cwd: '',
  level: 1,
  state: 'done',
  pid: 100,
  startedAt: 1_700_000_000_000,
  endedAt: null,
  exitCode: 0,
  signal: null,
  diagnosis: null,
  ...changes,
});

export interface TestPlace {
  readonly spoolDir: string;
  readonly file: string;
}

/** A new folder under the system's, with spools in it. */
export function placeSpools(...spools: readonly SpoolBuilder[]): TestPlace {
  const dir = mkdtempSync(join(tmpdir(), 'callscape-store-'));
  const spoolDir = join(dir, 'spool');
  mkdirSync(spoolDir);
  for (const [i, spool] of spools.entries())
    writeFileSync(join(spoolDir, `100-${i}-test.spool`), spool.bytes());
  return { spoolDir, file: join(dir, 'rtest.callscape') };
}

/**
 * Reads all spools into a recording, as the worker would; sealed unless the run still lives. `blockSpans`: spans of a block of sums,
 * by default so few that a test of some dozen spans has sums of sums.
 */
export function ingestNow(
  place: TestPlace,
  live = false,
  changes: Partial<RunFacts> = {},
  blockSpans = 4,
): string {
  const session = new IngestSession({ ...place, facts: testFacts(changes), blockSpans });
  try {
    while (session.look()) session.read(Number.POSITIVE_INFINITY);
    if (live) session.commit();
    else {
      session.seal(testFacts(changes));
      session.makePortable();
    }
  } finally {
    session.close();
  }
  return place.file;
}

/** A sealed recording of these spools; its path. */
export const recordingOf = (...spools: readonly SpoolBuilder[]): string => ingestNow(placeSpools(...spools));

/** A sealed recording of a single span. */
export function sealedRecording(): string {
  const { functions, events } = drawThread('main 0-10');
  return recordingOf(new SpoolBuilder().functions(functions).events(events).end());
}
