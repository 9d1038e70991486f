import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AllocationProfile } from '#format';
import { repairRecording, sealedState, verifyRecording } from '../store/index.ts';
import { drawAllocations, randomAllocations } from '../store/testing/allocation-notation.ts';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import { forge } from '../store/testing/forge.ts';
import { ingestNow, placeSpools, recordingOf } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { ask } from './testing/ask.ts';

const TREE = `
  main 100
    keep@lib.js 4000 2
      keep@lib.js 30
    load 500
  - 7`;
const { functions, events } = drawThread('main 0-10\n  keep@lib.js 1-5\n  load 6-7');

function spoolOf(...profiles: readonly AllocationProfile[]): SpoolBuilder {
  const spool = new SpoolBuilder().functions(functions).events(events);
  for (const profile of profiles) spool.allocations(profile);
  return spool;
}
const drawn = (tree: string): AllocationProfile => drawAllocations(tree, functions).profile;
const rowsOf = (file: string, sql: string) => ask(file, 'sql', { sql, limit: 100_000 }).rows;

describe('memory by function', () => {
  it('is in a recording as the tree that the thread wrote, by the functions of the recording', () => {
    const file = recordingOf(
      // So that ids of the second thread are not its indexes.
      new SpoolBuilder().functions([{ name: 'other' }]).end(),
      spoolOf(drawn(TREE)).end(),
    );
    const sql = `SELECT node, parent, name, file, line, measure, bytes, count, total_bytes, total_count
      FROM allocations ORDER BY thread, node`;
    expect(rowsOf(file, sql)).toEqual([
      [0, null, null, null, null, 'retained', 0, 0, 4637, 6],
      [1, 0, 'main', 'app.js', 1, 'retained', 100, 1, 4630, 5],
      [2, 1, 'keep', 'lib.js', 2, 'retained', 4000, 2, 4030, 3],
      [3, 2, 'keep', 'lib.js', 2, 'retained', 30, 1, 30, 1],
      [4, 1, 'load', 'app.js', 3, 'retained', 500, 1, 500, 1],
      [5, 0, null, null, null, 'retained', 7, 1, 7, 1],
    ]);
    const joined = 'SELECT f.name, sum(bytes) FROM allocations JOIN functions f USING (function) GROUP BY 1';
    expect(rowsOf(file, joined)).toEqual([
      ['keep', 4030],
      ['load', 500],
      ['main', 100],
    ]);
  });

  it('is what the last profile of the thread says, also while the run lives', () => {
    const place = placeSpools(spoolOf(drawn(TREE), drawn('main 5')));
    const file = ingestNow(place, true);
    const sql = 'SELECT name, bytes FROM allocations WHERE node > 0';
    expect(rowsOf(file, sql)).toEqual([['main', 5]]);
  });

  it('is none where no thread recorded it', () => {
    expect(rowsOf(recordingOf(spoolOf().end()), 'SELECT * FROM allocations')).toEqual([]);
  });

  it('has in all totals together what was taken, whatever the tree', () => {
    fc.assert(
      fc.property(randomAllocations(functions.length), (profile) => {
        const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
        const file = recordingOf(spoolOf(profile).end());
        const sql = `SELECT total_bytes, total_count, (SELECT count(*) FROM allocations) FROM allocations
          WHERE node = 0`;
        expect(rowsOf(file, sql)).toEqual([[sum(profile.bytes), sum(profile.count), profile.parent.length]]);
      }),
      { numRuns: 10 },
    );
  });

  it('counts a profile that is no tree as a damaged frame, and keeps the one before', () => {
    const broken = { ...drawn(TREE), parent: [-1, 0, 2, 2, 1, 0] };
    const file = recordingOf(spoolOf(drawn('main 5'), broken).end());
    expect(rowsOf(file, 'SELECT name, bytes FROM allocations WHERE node > 0')).toEqual([['main', 5]]);
    expect(sealedState(file)?.summary.honesty.damagedFrames).toBe(1);
  });
});

describe('a damaged profile of memory', () => {
  const changes = [
    'UPDATE allocations SET bytes = bytes + 1 WHERE node = 2',
    'UPDATE allocations SET parent = 4 WHERE node = 2',
    'DELETE FROM allocations WHERE node = 5',
    "UPDATE allocation_profiles SET measure = 'allocated'",
  ];
  const sql = 'SELECT * FROM allocations';
  const calls = (file: string) => rowsOf(file, 'SELECT name, calls FROM functions');

  it.for(changes)('is not shown after %s, and given up by a repair', (change) => {
    const file = recordingOf(spoolOf(drawn(TREE)).end());
    const before = calls(file);
    const connection = new Database(file);
    connection.exec(change);
    connection.close();
    expect(() => rowsOf(file, sql)).toThrow(/does not match its checksum/);
    expect(calls(file)).toEqual(before);
    expect(verifyRecording(file).ok).toBe(false);
    expect(repairRecording(file)).toMatchObject({ lostPages: 1, check: { ok: true } });
    expect(rowsOf(file, sql)).toEqual([]);
    expect(calls(file)).toEqual(before);
  });

  it('is refused as well where somebody has changed its checksum with it', () => {
    const file = recordingOf(spoolOf(drawn(TREE)).end());
    forge(file, 'UPDATE allocations SET parent = 4 WHERE node = 2');
    expect(() => rowsOf(file, sql)).toThrow(/no tree of functions/);
  });
});
