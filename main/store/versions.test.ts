import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { TimelineWindow } from '#contract';
import { ask } from '../query/testing/ask.ts';
import { verifyRecording } from './index.ts';
import { recordingSchema } from './recording-schema.ts';
import { busyEvents } from './testing/random-events.ts';
import { recordingOf } from './testing/recording.ts';
import { SpoolBuilder } from './testing/spool-builder.ts';

/** `recording-N.callscape` was written by a Callscape whose newest version was N, of the events below. */
const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));

function copyOf(version: number): string {
  const file = join(mkdtempSync(join(tmpdir(), 'callscape-versions-')), 'old.callscape');
  copyFileSync(join(fixtures, `recording-${version}.callscape`), file);
  return file;
}

function writtenNow(): string {
  const functions = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
  const spool = new SpoolBuilder().functions(functions).strings(1, ['Ada']);
  const value = { op: 'value', kind: 'args', words: [1, (1 << 8) | 7] } as const;
  const events = busyEvents(12_000, 3).toSpliced(1, 0, value);
  for (let at = 0; at < events.length; at += 4000) spool.events(events.slice(at, at + 4000));
  return recordingOf(spool.end());
}

/** Which function leads a cell without a majority depends on the order in which its spans were counted. */
function withoutVotes({ spans, density: { function: _, ...density } }: TimelineWindow) {
  return { spans, density };
}

const earlier = recordingSchema.migrations.slice(0, -1).map((_, i) => i + 1);

describe('a recording of an earlier version', () => {
  it('is kept as an example, one of each', () => {
    const kept = readdirSync(fixtures).filter((name) => name.startsWith('recording-'));
    expect(kept.sort()).toEqual(earlier.map((version) => `recording-${version}.callscape`).sort());
    for (const version of earlier) {
      const connection = new Database(copyOf(version), { readonly: true });
      expect(connection.pragma('user_version', { simple: true })).toBe(version);
      connection.close();
    }
  });

  it.for(earlier)('version %i answers as one that is written now, and is sound', (version) => {
    const [old, now] = [copyOf(version), writtenNow()];
    const both = <T>(answer: (file: string) => T) => expect(answer(old)).toEqual(answer(now));
    const whole = { range: { startNs: 0, endNs: 1e9 }, widthPx: 500, maxLane: 100 };
    const plain = <T extends { readonly revision: number }>({ revision: _, ...rest }: T) => rest;
    both((file) => plain(ask(file, 'functions', {})));
    both((file) => plain(ask(file, 'callTree', { order: 'left-heavy', minShare: 0 })));
    // Old ones read the spans of it, new ones their sums.
    const range = { startNs: 300_000, endNs: 900_000 };
    both((file) => plain(ask(file, 'callTree', { order: 'left-heavy', minShare: 0, range })));
    both((file) => withoutVotes(ask(file, 'timeline', whole)));
    for (const query of ['function:b', 'error:*', 'param:ada', 'duration>1us depth<2']) {
      both((file) => plain(ask(file, 'search', { query, order: 'start', offset: 10, limit: 50 })));
    }
    for (const order of ['start', 'slowest', 'self', 'errors'] as const) {
      both((file) => plain(ask(file, 'spans', { function: 1, order, offset: 20, limit: 30 })));
    }
    expect(verifyRecording(old)).toMatchObject({ ok: true, foundSpans: 12_000 });
  });
});
