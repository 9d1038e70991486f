import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CallScope } from '#contract';
import { busyEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { ask } from './testing/ask.ts';

const FUNCTIONS = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name }));
const THREAD_OFFSET_NS = 1_000_000;
/** Larger than any recording here. */
const NO_BLOCKS = 1e9;

/** Two busy threads, the second one 1 ms younger. */
function placed(ended = true) {
  return placeSpools(
    ...[6000, 3000].map((spans, threadId) => {
      const originUnixNs = String(1_700_000_000_000_000_000n + BigInt(threadId * THREAD_OFFSET_NS));
      const spool = new SpoolBuilder({ threadId, originUnixNs }).functions(FUNCTIONS);
      const events = busyEvents(spans, threadId + 7);
      for (let at = 0; at < events.length; at += 100) spool.events(events.slice(at, at + 100));
      return ended ? spool.end() : spool;
    }),
  );
}

const blocksOf = (file: string): { level: number; count: number }[] => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT level, count(*) AS count FROM node_sums GROUP BY level').all();
  db.close();
  return rows as { level: number; count: number }[];
};

/** Moments of the recording, among them the very ones at which blocks end. */
function moments(file: string): number[] {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare('SELECT thread, to_ns FROM node_sums WHERE level = 0').raw().all();
  db.close();
  const ends = (rows as [number, number][]).map(([thread, to]) => to + thread * THREAD_OFFSET_NS);
  return ends.flatMap((end) => [end - 1, end, end + 1, end + 33.5]);
}

describe('the call tree of a range', () => {
  for (const state of ['complete', 'growing'] as const) {
    it(`is the same from sums as from the spans, wherever it begins and ends, of a ${state} recording`, () => {
      const live = state === 'growing';
      const file = ingestNow(placed(!live), live, {}, 40);
      const plain = ingestNow(placed(!live), live, {}, NO_BLOCKS);
      expect(blocksOf(plain)).toEqual([]);
      expect(blocksOf(file).map(({ level }) => level)).toEqual([0, 1, 2]);
      const times = moments(file);
      let seed = 5;
      const pick = (): number => {
        seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
        return times[Math.floor((seed / 2 ** 32) * times.length)] as number;
      };
      const scopes: CallScope[] = [{ thread: 0 }, { thread: 1 }, { range: { startNs: 0, endNs: 1e12 } }];
      for (let i = 0; i < 150; i++) {
        const [a, b] = [pick(), pick()];
        const range = { startNs: Math.min(a, b), endNs: Math.max(a, b) + 1 };
        scopes.push(i % 3 === 0 ? { range, thread: i & 1 } : { range });
      }
      const tree = (of: string, scope: CallScope) => {
        const { revision: _, ...table } = ask(of, 'callTree', { order: 'first-call', minShare: 0, ...scope });
        return table;
      };
      for (const scope of scopes) expect(tree(file, scope)).toEqual(tree(plain, scope));
    }, 60_000);
  }

  it('says that it is damaged when sums are those of another stretch', () => {
    const file = ingestNow(placed(), false, {}, 40);
    const db = new Database(file);
    db.exec(`UPDATE node_sums SET data = (SELECT data FROM node_sums WHERE level = 0 AND thread = 0 AND block = 9)
      WHERE level = 0 AND thread = 0 AND block = 11`);
    db.close();
    const range = { startNs: 0, endNs: 1e12 };
    const asked = () => ask(file, 'callTree', { order: 'first-call', minShare: 0, range, thread: 0 });
    expect(asked).not.toThrow();
    const { from, to } = stretchOf(file, 11);
    expect(() =>
      ask(file, 'callTree', {
        order: 'first-call',
        minShare: 0,
        range: { startNs: from, endNs: to + 1 },
        thread: 0,
      }),
    ).toThrow('damaged');
  });
});

function stretchOf(file: string, block: number): { from: number; to: number } {
  const db = new Database(file, { readonly: true });
  const sql =
    'SELECT from_ns AS "from", to_ns AS "to" FROM node_sums WHERE level = 0 AND thread = 0 AND block = ?';
  const stretch = db.prepare(sql).get(block) as { from: number; to: number };
  db.close();
  return stretch;
}
