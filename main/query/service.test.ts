import { rmSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Disposable, Recordings, Run } from '#contract';
import { noProgress } from '../ingest/index.ts';
import { drawThread } from '../store/testing/call-tree-notation.ts';
import { busyEvents } from '../store/testing/random-events.ts';
import { placeSpools, recordingOf, sealedRecording, testFacts } from '../store/testing/recording.ts';
import { SpoolBuilder } from '../store/testing/spool-builder.ts';
import { createRecordings, type RecordingsOptions, type SlowQuery } from './index.ts';
import { ask } from './testing/ask.ts';

let recordings: (Recordings & Disposable) | undefined;
afterEach(() => recordings?.dispose());

const runOf = (file: string, state: Run['state'] = 'done'): Run => {
  const { id, ...facts } = testFacts();
  const counts = { bytes: 0, spans: 0, functions: 0, errors: 0 };
  return { id, ...facts, ...counts, dir: '/project', file, pinned: false, state };
};

function serve(file: string, revision = 1, state: Run['state'] = 'done', options: RecordingsOptions = {}) {
  const run = runOf(file, state);
  const progress = { ...noProgress(run.id), revision };
  recordings = createRecordings(async () => ({ file, run, progress }), options);
  return recordings;
}

const busy = (): string => {
  const spool = new SpoolBuilder().functions(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name })));
  const events = busyEvents(50_000, 11);
  for (let at = 0; at < events.length; at += 10_000) spool.events(events.slice(at, at + 10_000));
  return recordingOf(spool.end());
};
const EVERYTHING = { range: { startNs: 0, endNs: 1e9 }, widthPx: 800, maxLane: 100 };

describe('the recordings service', () => {
  it('answers from its worker threads as it does directly', async () => {
    const file = busy();
    const service = serve(file);
    const timeline = await service.timeline({ run: 'rtest', ...EVERYTHING });
    expect(timeline).toEqual(ask(file, 'timeline', EVERYTHING));
    const functions = await service.functions({ run: 'rtest' });
    expect(functions).toEqual(ask(file, 'functions', {}));
    const { threads, run, durationNs } = await service.summary({ run: 'rtest' });
    expect(threads).toMatchObject([{ name: 'node app.js', spans: 50_000, startNs: 0, endNs: durationNs }]);
    expect(run.name).toBe('test run');
  });

  it('answers from several threads at once, which share the call nodes of a complete recording', async () => {
    const file = busy();
    const service = serve(file, 1, 'done', { workers: 3 });
    const tree = { order: 'left-heavy', minShare: 0 } as const;
    const direct = ask(file, 'callTree', tree);
    const trees = await Promise.all([1, 2, 3].map(() => service.callTree({ run: 'rtest', ...tree })));
    for (const each of trees) expect(each).toEqual(direct);
    const inverted = { ...tree, transforms: [{ kind: 'invert' }] } as const;
    expect(await service.callTree({ run: 'rtest', ...inverted })).toEqual(ask(file, 'callTree', inverted));
  });

  it('is empty as long as nothing was committed, even without a file', async () => {
    const { file } = placeSpools();
    const service = serve(file, 0, 'running');
    expect((await service.functions({ run: 'rtest' })).length).toBe(0);
    expect((await service.callTree({ run: 'rtest', order: 'left-heavy', minShare: 0 })).length).toBe(1);
    expect((await service.timeline({ run: 'rtest', ...EVERYTHING })).spans.length).toBe(0);
  });

  it('shows values under the names that the source gives the parameters', async () => {
    const { functions, events } = drawThread('pay 0-10');
    const named = functions.map((f) => ({ ...f, params: ['amount', 'to'] }));
    // 5 as a 24-bit integer; "Ada" by its id; true.
    const args = { op: 'value', kind: 'args', words: [2, (5 << 8) | 4, (1 << 8) | 7] } as const;
    const returned = { op: 'value', kind: 'return', words: [2] } as const;
    const [enter, exit] = events as [(typeof events)[0], (typeof events)[0]];
    const spool = new SpoolBuilder()
      .functions(named)
      .strings(1, ['Ada'])
      .events([enter, args, returned, exit]);
    const detail = await serve(recordingOf(spool.end())).span({ run: 'rtest', id: '0000000000000000' });
    expect(detail.params).toEqual([
      { name: 'amount', value: { kind: 'primitive', type: 'number', text: '5' } },
      { name: 'to', value: { kind: 'primitive', type: 'string', text: 'Ada' } },
    ]);
    expect(detail.returned).toEqual({ kind: 'primitive', type: 'boolean', text: 'true' });
    expect(detail.thrown).toBeNull();
  });

  it('gives up a query that was cancelled, and answers the next one', async () => {
    const service = serve(busy(), 1, 'done', { workers: 1 });
    const abort = new AbortController();
    const query = service.callTree(
      { run: 'rtest', order: 'left-heavy', minShare: 0, thread: 0 },
      abort.signal,
    );
    const waiting = service.functions({ run: 'rtest' });
    abort.abort();
    await expect(query).rejects.toMatchObject({ code: 'cancelled' });
    expect((await waiting).length).toBe(6);
  });

  it('ends a query that takes too long, and tells of slow ones', async () => {
    const slow: SlowQuery[] = [];
    const options = { timeLimitMs: 0, slowMs: 0, onSlowQuery: (query: SlowQuery) => slow.push(query) };
    const service = serve(busy(), 1, 'done', options);
    await expect(service.timeline({ run: 'rtest', ...EVERYTHING })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(slow).toMatchObject([{ name: 'timeline', run: 'rtest' }]);
  });

  it('rejects what is pending when it is disposed of', async () => {
    const service = serve(busy());
    const query = service.functions({ run: 'rtest' });
    await Promise.resolve();
    service.dispose();
    await expect(query).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('a recording that cannot be read', () => {
  it('is told apart: missing, foreign, newer, and one with a damaged page', async () => {
    const code = async (file: string): Promise<string> => {
      const service = serve(file);
      try {
        await service.timeline({ run: 'rtest', ...EVERYTHING, range: { startNs: 0, endNs: 100 } });
        return 'answered';
      } catch (error) {
        return (error as { code: string }).code;
      } finally {
        service.dispose();
      }
    };
    const change = (sql: string): string => {
      const file = sealedRecording();
      new Database(file).exec(sql).close();
      return file;
    };
    const missing = sealedRecording();
    rmSync(missing);
    const foreign = sealedRecording();
    writeFileSync(foreign, 'no recording at all');
    expect(await code(missing)).toBe('not-found');
    expect(await code(foreign)).toBe('damaged');
    expect(await code(change('PRAGMA user_version = 50'))).toBe('refused');
    expect(await code(change('UPDATE page_data SET data = zeroblob(40)'))).toBe('damaged');
    expect(await code(sealedRecording())).toBe('answered');
  });

  it('has no span or function that it does not have', async () => {
    const service = serve(sealedRecording());
    await expect(service.span({ run: 'rtest', id: 'ffff000000000000' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(service.span({ run: 'rtest', id: '0000000000000009' })).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(service.neighbours({ run: 'rtest', function: 5 })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
