import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { formatSpanId, type MemoryColumns, type Recordings } from '#contract';
import { repairRecording, sealedState, verifyRecording } from '../store/index.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { ingestNow, placeSpools } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { ask } from './testing/ask.ts';

const SPANS = 12_000;
/** `CALLSCAPE_FAULTS=full` for thousands. */
const FLIPS = process.env.CALLSCAPE_FAULTS === 'full' ? 3000 : 200;
const LONG_MS = FLIPS * 1000;
/** A handful of blocks of sums, and one of blocks. */
const BLOCK_SPANS = 1000;
const TORN = FLIPS / 2;
const SECTOR = 512;

const spool = new SpoolBuilder()
  .functions(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name })))
  .strings(1, ['Ada']);
const args = { op: 'value', kind: 'args', words: [1, (1 << 8) | 7] } as const;
const events = busyEvents(SPANS, 3).toSpliced(1, 0, args);
for (let at = 0; at < events.length; at += 4000) spool.events(events.slice(at, at + 4000));
spool.allocations({
  ...{ timeNs: 0, measure: 'retained', intervalBytes: 0 },
  ...{ parent: [-1, 0, 1, 1], function: [-1, 0, 1, 2], bytes: [5, 100, 2000, 30], count: [1, 1, 2, 3] },
});
const sound = readFileSync(ingestNow(placeSpools(spool.end()), false, {}, BLOCK_SPANS));
const file = join(mkdtempSync(join(tmpdir(), 'callscape-damage-')), 'damaged.callscape');

type Asked = { [M in keyof Recordings]: [M, Parameters<typeof ask<M>>[2]] }[keyof Recordings];
const range = { startNs: 1e6, endNs: 2e6 };
/** Of several blocks. */
const wide = { startNs: 3e5, endNs: 2e7 };
const span = formatSpanId(0, 256);
const page = { offset: 20, limit: 30 };
const QUESTIONS: readonly Asked[] = [
  ['functions', {}],
  ['callTree', { order: 'left-heavy', minShare: 0 }],
  ['callTree', { order: 'left-heavy', minShare: 0, range }],
  ['callTree', { order: 'left-heavy', minShare: 0, range: wide }],
  ['callTree', { order: 'left-heavy', minShare: 0, by: 'memory' }],
  ['durations', { path: [0] }],
  ['durations', { path: [1], transforms: [{ kind: 'invert' }], range: wide }],
  ['statistics', { by: 'function', range }],
  ['timeline', { range: { startNs: 0, endNs: 1e9 }, widthPx: 500, maxLane: 100 }],
  ['timeline', { range, widthPx: 500, maxLane: 100 }],
  ['search', { query: 'function:b', order: 'start', ...page }],
  ['search', { query: 'param:ada', order: 'duration', offset: 0, limit: 10 }],
  ['spans', { function: 1, order: 'slowest', ...page }],
  ['spans', { function: 1, order: 'errors', ...page }],
  ['span', { id: span }],
  ['trace', { span, from: 'root', depth: 10, offset: 0, limit: 100 }],
  ['neighbours', { function: 2 }],
];

/** What each question is answered with as the file is, and its bytes apart; `null` where it says that it cannot be. */
function answers(bytes: Uint8Array): (string | null)[] {
  writeFileSync(file, bytes);
  const plain = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value;
  return QUESTIONS.flatMap(([name, request]) => {
    try {
      const { memory, ...others } = ask(file, name, request as never) as { memory?: MemoryColumns };
      const isKnown = !memory?.totalBytes.some(Number.isNaN);
      return [JSON.stringify(others, plain), isKnown ? JSON.stringify(memory ?? 'none', plain) : null];
    } catch {
      return [null, null];
    }
  });
}

/** The same after rows were changed. */
function answersAfter(sql: string): (string | null)[] {
  writeFileSync(file, sound);
  const connection = new Database(file);
  connection.exec(sql);
  connection.close();
  return answers(readFileSync(file));
}

let state = 12_345;
function random(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const right = answers(sound);

/** Every answer is the right one or none; whether a check of the file sees what was done to it. */
function expectNoWrongAnswer(bytes: Uint8Array, what: string): boolean {
  let refused = false;
  for (const [i, answer] of answers(bytes).entries()) {
    if (answer === null) refused = true;
    else if (answer !== right[i]) expect.fail(`${QUESTIONS[i >> 1]?.[0]} gave a wrong answer after ${what}`);
  }
  return refused;
}

describe('a recording that was damaged on the disk', () => {
  it('answers all questions while it is sound', () => {
    expect(right).not.toContain(null);
    expect(verifyRecording(file).ok).toBe(true);
  });

  it.for([
    'revision = revision + 1',
    'sealed = 0',
    'indexed_pages = indexed_pages - 1',
    `summary = replace(summary, '${SPANS}', '${SPANS + 8}')`,
    `facts = replace(facts, 'node', 'nade')`,
  ])('gives no answer when its state says %s', (change) => {
    expect(answersAfter(`UPDATE recording SET ${change}`)).toEqual(right.map(() => null));
    expect(sealedState(file)).toBeUndefined();
    expect(verifyRecording(file).ok).toBe(false);
    // What else it holds is kept.
    expect(repairRecording(file)).toMatchObject({ keptSpans: SPANS, check: { ok: true, sealed: true } });
  });

  it.for([
    'UPDATE density_blocks SET block = block + 10000',
    'DELETE FROM density_blocks WHERE rowid = 3',
    'UPDATE value_pages SET min_ordinal = min_ordinal + 1',
    'UPDATE text_maps SET count = count + 1',
    'UPDATE pages SET min_start = min_start + 1 WHERE id = 2',
  ])('gives no answer after %s', (change) => {
    expect(answersAfter(change)).toEqual(right.map(() => null));
    expect(verifyRecording(file).ok).toBe(false);
    expect(repairRecording(file).check).toMatchObject({ ok: true, foundSpans: SPANS });
  });

  it('does not take a sound block of density for another one', () => {
    const swapped = answersAfter(`
      CREATE TEMP TABLE one AS SELECT data FROM density_blocks ORDER BY level, block LIMIT 1;
      UPDATE density_blocks SET data = (SELECT data FROM temp.one)`);
    for (const [i, answer] of swapped.entries()) if (answer !== right[i]) expect(answer).toBeNull();
    expect(swapped).toContain(null);
  });

  it.for(['node_pages', 'function_stats', 'pages'])('reads a row of %s that lost its revision', (table) => {
    const lost = answersAfter(`UPDATE ${table} SET revision = -1`);
    for (const [i, answer] of lost.entries()) if (answer !== right[i]) expect(answer).toBeNull();
  });

  it('gives no wrong answer, whichever bit is flipped', { timeout: LONG_MS }, () => {
    let refused = 0;
    for (let i = 0; i < FLIPS; i++) {
      const bytes = Buffer.from(sound);
      const at = random(bytes.length);
      bytes[at] = (bytes[at] as number) ^ (1 << random(8));
      if (expectNoWrongAnswer(bytes, `bit flip ${i} at byte ${at}`)) refused++;
    }
    // So that it is known to have hit what is read.
    expect(refused).toBeGreaterThan(FLIPS / 10);
  });

  it('gives no wrong answer, whichever sector is torn', { timeout: LONG_MS }, () => {
    let refused = 0;
    for (let i = 0; i < TORN; i++) {
      const bytes = Buffer.from(sound);
      const at = random(Math.floor(bytes.length / SECTOR)) * SECTOR;
      // Never written, or written with what belongs elsewhere.
      if (i % 2 === 0) bytes.fill(0, at, at + SECTOR);
      else bytes.copyWithin(at, random(Math.floor(bytes.length / SECTOR)) * SECTOR, bytes.length);
      if (expectNoWrongAnswer(bytes.subarray(0, sound.length), `torn sector ${i} at byte ${at}`)) refused++;
    }
    expect(refused).toBeGreaterThan(TORN / 4);
  });
});
