import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { formatSpanId, type Run, type SqlAnswer } from '#contract';
import { noProgress } from '../../ingest/index.ts';
import { drawThread } from '../../store/testing/call-tree-notation.ts';
import { durationOf, pathOf, selfOf } from '../../store/testing/model.ts';
import { threadEvents } from '../../store/testing/random-events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { createRecordings } from '../index.ts';
import { ask } from '../testing/ask.ts';
import { FILES, modelled, NAMES, type PlacedSpan } from '../testing/random-recordings.ts';
import { namedColumns } from './named-columns.ts';
import { pushedDown } from './pushed-down.ts';
import { sqlTokens } from './sql-tokens.ts';

/** checkout calls query twice; the second one fails. */
const shop = ((): string => {
  const { functions, events } = drawThread(`
    checkout 0-100
      query 10-30
      query! 40-90
    idle 100-200`);
  const thrown = { op: 'value', kind: 'error', words: [(1 << 8) | 7] } as const;
  const failing = events.findIndex((event) => event.op === 'throw');
  const spool = new SpoolBuilder().functions(functions).strings(1, ['no money']);
  return recordingOf(spool.events(events.toSpliced(failing, 0, thrown)).end());
})();
const rowsOf = (sql: string, file = shop) => ask(file, 'sql', { sql, limit: 100_000 }).rows;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('a statement', () => {
  it('sees spans, errors, functions, calls and threads as they were recorded', () => {
    const spans = rowsOf(
      'SELECT name, depth, start_ns, duration_ns, self_ns, status, error FROM spans ORDER BY span',
    );
    expect(spans).toEqual([
      ['checkout', 0, 0, 100, 30, 'ok', 0],
      ['query', 1, 10, 20, 20, 'ok', 0],
      ['query', 1, 40, 50, 50, 'error', 1],
      ['idle', 0, 100, 100, 100, 'ok', 0],
    ]);
    expect(rowsOf('SELECT name, message, thrown FROM errors')).toEqual([['query', 'no money', '"no money"']]);
    expect(rowsOf("SELECT calls, errors, total_ns FROM functions WHERE name = 'query'")).toEqual([
      [2, 1, 70],
    ]);
    expect(rowsOf('SELECT caller_name, callee_name, calls, total_ns FROM calls ORDER BY 1, 2')).toEqual([
      [null, 'checkout', 1, 100],
      [null, 'idle', 1, 100],
      ['checkout', 'query', 2, 70],
    ]);
    expect(rowsOf('SELECT pid, name, spans FROM threads')).toEqual([[100, 'node app.js', 4]]);
    expect(rowsOf('SELECT p.name FROM spans s JOIN spans p ON s.parent = p.span GROUP BY 1')).toEqual([
      ['checkout'],
    ]);
  });

  it('sees what each call was given and gave, in whichever order that was captured', () => {
    const { functions, events } = drawThread(`
      outer 0-100
        inner 10-30
        inner 40-90`);
    const number = (value: number) => (value << 8) | 4;
    const [outer, first, , second] = events as typeof events;
    const spool = new SpoolBuilder().functions(functions);
    let calls = 0;
    const open: number[] = [];
    const withValues = events.flatMap((event) => {
      if (event === outer || event === first || event === second) {
        open.push(calls);
        return [event, { op: 'value', kind: 'args', words: [1, number(calls++)] } as const];
      }
      return [{ op: 'value', kind: 'return', words: [number(10 + (open.pop() ?? 0))] } as const, event];
    });
    const file = recordingOf(spool.events(withValues).end());
    expect(rowsOf('SELECT params, returned FROM spans ORDER BY span', file)).toEqual([
      ['[0]', '10'],
      ['[1]', '11'],
      ['[2]', '12'],
    ]);
  });

  it('reads each column alone as among all', () => {
    const { columns, rows } = ask(shop, 'sql', {
      sql: 'SELECT * FROM errors UNION ALL SELECT *, 1, 2 FROM spans',
    });
    for (const [i, column] of columns.entries()) {
      const own = column === 'type' || column === 'message' ? '' : `UNION ALL SELECT ${column} FROM spans`;
      const expected = rows.map((row) => row[i]).slice(0, own ? undefined : 1);
      expect(rowsOf(`SELECT "${column.toUpperCase()}" FROM errors ${own}`).flat()).toEqual(expected);
    }
  });

  it('reads the columns that it names, however it names them, and all where it may mean any', () => {
    const of = (sql: string) => namedColumns(sqlTokens(sql), ['thread', 'name', 'depth', 'params']);
    expect(of('SELECT count(*) FROM spans')).toEqual(['thread']);
    expect(of('SELECT Name, max([depth]) FROM spans')).toEqual(['name', 'depth']);
    expect(of(`SELECT spans.'params' FROM spans`)).toEqual(['params']);
    expect(of('SELECT 2 * depth FROM spans -- * of name')).toEqual(['depth']);
    for (const sql of [
      'SELECT * FROM spans',
      'SELECT DISTINCT * FROM spans',
      'SELECT 1, s.* FROM spans s',
      'SELECT count(*), * FROM spans',
      'SELECT count(*) FROM spans NATURAL JOIN errors',
    ]) {
      expect({ sql, columns: of(sql) }).toMatchObject({ columns: { length: 4 } });
    }
  });

  it('gives as many rows as were asked for, and says whether there are more', () => {
    const ofLimit = (limit: number) => ask(shop, 'sql', { sql: 'SELECT name FROM spans', limit });
    expect(ofLimit(3)).toMatchObject({ truncated: true, columns: ['name'] });
    expect(ofLimit(3).rows).toHaveLength(3);
    expect(ofLimit(4).truncated).toBe(false);
  });

  it('can change nothing, and reach nothing else', () => {
    const refusal = (sql: string): string => {
      try {
        ask(shop, 'sql', { sql });
      } catch (error) {
        expect(error).toMatchObject({ code: 'refused' });
        return (error as Error).message;
      }
      throw new Error(`It was run: ${sql}`);
    };
    const hostile = [
      'CREATE TABLE t (x)',
      'DELETE FROM spans',
      "ATTACH '/etc/passwd' AS p",
      "VACUUM INTO '/tmp/copy'",
      'PRAGMA database_list',
      'SELECT * FROM pragma_database_list',
      "SELECT load_extension('x')",
      'SELECT * FROM pages',
      'SELECT 1; SELECT 2',
      'WITH a AS (SELECT 1) INSERT INTO spans SELECT * FROM a',
      '/* SELECT */ DROP TABLE spans',
      '',
      ';',
      "SELECT * FROM spans WHERE name = 'x",
    ];
    for (const sql of hostile) refusal(sql);
    expect(refusal('SELECT nosuch FROM spans')).toContain('no such column: nosuch');
    expect(refusal('SELECT nosuch FROM spans')).toContain('Tables: spans, errors');
    expect(refusal('SELECT nam FROM functions')).toMatch(
      /Did you mean name\? Columns of functions: function, name,/,
    );
    expect(refusal('SELECT s.slef_ns FROM spans s')).toContain('Did you mean self_ns?');
    expect(refusal('SELECT * FROM span')).toContain(
      'no such table: span. Did you mean spans? Tables: spans,',
    );
    expect(refusal('SELEC name FROM spans')).toContain('This one begins with "selec".');
  });

  it('gives the examples of the documentation', () => {
    const examples = [...readFileSync('docs/sql.md', 'utf8').matchAll(/```sql\n([\s\S]*?)```/g)];
    expect(examples.length).toBeGreaterThan(5);
    const answers = examples.map(([, sql = '']) => ask(shop, 'sql', { sql }));
    expect(answers[0]?.rows.map(([name]) => name)).toEqual(['idle', 'query', 'checkout']);
    expect(answers.filter(({ rows }) => rows.length > 0).length).toBeGreaterThan(4);
    const documented = readFileSync('docs/sql.md', 'utf8');
    for (const table of ['spans', 'functions', 'calls', 'threads', 'logs', 'metrics', 'operations']) {
      const { columns } = ask(shop, 'sql', { sql: `SELECT * FROM ${table}` });
      const line = documented.split('\n').find((l) => l.startsWith(`| \`${table}\``)) ?? '';
      for (const column of columns) expect(line).toContain(`\`${column}\``);
    }
  });
});

interface Where {
  readonly text: string;
  readonly fits: (span: PlacedSpan) => boolean;
}
const isEnded = ({ span }: PlacedSpan): boolean => span.status !== 'unfinished';
const fileOf = (name: string): string => FILES[NAMES.indexOf(name) >> 1] as string;
const time = fc.oneof(fc.nat(5), fc.nat(200), fc.nat(10_000), fc.nat(2_000_000));
const term: fc.Arbitrary<Where> = fc.oneof(
  time.map((t) => ({
    text: `duration_ns > ${t}`,
    fits: (s: PlacedSpan) => isEnded(s) && durationOf(s.span) > t,
  })),
  time.map((t) => ({ text: `s.self_ns <= ${t}`, fits: (s: PlacedSpan) => selfOf(s.span) <= t })),
  fc.tuple(time, time).map(([a, b]) => ({
    text: `start_ns BETWEEN ${a} AND ${b}`,
    fits: (s: PlacedSpan) => s.startNs >= a && s.startNs <= b,
  })),
  fc.constantFrom(...NAMES).map((n) => ({ text: `"name" = '${n}'`, fits: (s: PlacedSpan) => s.name === n })),
  fc.constantFrom(...FILES).map((f) => ({
    text: `file IN ('${f}', 'none.js')`,
    fits: (s: PlacedSpan) => fileOf(s.name) === f,
  })),
  fc.nat(2).map((t) => ({ text: `thread = ${t}`, fits: (s: PlacedSpan) => s.thread === t })),
  fc.constant({ text: "status = 'error'", fits: ({ span }: PlacedSpan) => span.status === 'error' }),
  fc.nat(3).map((d) => ({ text: `depth = ${d}`, fits: (s: PlacedSpan) => pathOf(s.span).length - 1 === d })),
  fc.constant({ text: 'duration_ns IS NULL', fits: (s: PlacedSpan) => !isEnded(s) }),
);
const where: fc.Arbitrary<Where> = fc.array(term, { minLength: 1, maxLength: 3 }).chain((terms) =>
  fc.constantFrom(' AND ', ' OR ').map((joint) => ({
    text: terms.map((t) => t.text).join(joint),
    fits: (s: PlacedSpan) =>
      joint === ' AND ' ? terms.every((t) => t.fits(s)) : terms.some((t) => t.fits(s)),
  })),
);

describe('conditions on spans', () => {
  it('give the same with what is pushed down as without, over random recordings', () => {
    fc.assert(
      fc.property(
        fc.tuple(threadEvents(120), threadEvents(120)),
        fc.array(where, { minLength: 5, maxLength: 8 }),
        (threads, wheres) => {
          const { file, spans } = modelled(threads);
          for (const { text, fits } of wheres) {
            const seen = rowsOf(`SELECT span FROM spans AS s WHERE ${text}`, file);
            const expected = spans.filter(fits).map((s) => formatSpanId(s.thread, s.span.ordinal));
            expect(seen.flat().sort()).toEqual(expected.sort());
            const [[total]] = rowsOf(`SELECT sum(self_ns) FROM spans s WHERE ${text} LIMIT 5`, file) as [
              [number | null],
            ];
            expect(total ?? 0).toBe(sum(spans.filter(fits).map((s) => selfOf(s.span))));
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are pushed down only where every row that counts must fit them', () => {
    const parts = (sql: string) => pushedDown(sql, sqlTokens(sql), 'spans').parts;
    expect(parts("SELECT * FROM spans WHERE name = 'a' AND duration_ns > 5 GROUP BY 1")).toEqual([
      "name = 'a'",
      'duration_ns > 5',
    ]);
    expect(
      parts('SELECT * FROM spans s JOIN threads t USING (thread) WHERE s.depth = 0 AND t.pid = 1'),
    ).toEqual(['s.depth = 0']);
    expect(
      parts('SELECT (SELECT count(*) FROM spans WHERE start_ns < 9) FROM functions WHERE line = 1'),
    ).toEqual(['start_ns < 9']);
    expect(parts('SELECT * FROM spans WHERE start_ns BETWEEN 1 AND 2 AND depth IN (1, 2)')).toHaveLength(2);
    for (const sql of [
      'SELECT * FROM spans WHERE depth = 1 OR depth = 2',
      'SELECT * FROM spans WHERE NOT depth = 1',
      'SELECT * FROM spans WHERE depth = 1 + 1',
      'SELECT * FROM spans WHERE t.depth = 1',
      'SELECT * FROM spans, spans AS b WHERE spans.depth = 1',
      'SELECT * FROM (SELECT * FROM spans) WHERE depth = 1',
      'SELECT * FROM spans UNION SELECT * FROM functions WHERE line = 1 AND depth = 1',
      "SELECT * FROM spans -- WHERE depth = 1\n WHERE name = upper('a')",
      "SELECT ' FROM spans WHERE depth = 1 ' FROM functions",
      'SELECT * FROM functions WHERE line IN (SELECT line FROM spans) AND depth = 1',
    ]) {
      expect({ sql, parts: parts(sql) }).toEqual({ sql, parts: [] });
    }
  });
});

describe('the service', () => {
  const run = { id: 'rtest', state: 'done' } as Run;
  const located = { file: shop, run, progress: { ...noProgress(run.id), revision: 1 } };
  const recordings = createRecordings(async () => located);
  afterAll(() => recordings.dispose());
  const endless = 'WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n';
  const count = async (): Promise<SqlAnswer['rows']> =>
    (await recordings.sql({ run: 'rtest', sql: 'SELECT count(*) FROM spans' })).rows;

  it('ends a statement that SQLite does not come back from: after its time, and at once when it is cancelled', async () => {
    expect(await count()).toEqual([[4]]);
    await expect(recordings.sql({ run: 'rtest', sql: endless, timeLimitMs: 200 })).rejects.toMatchObject({
      code: 'timeout',
    });
    expect(await count()).toEqual([[4]]);
    const abort = new AbortController();
    const query = recordings.sql({ run: 'rtest', sql: endless, timeLimitMs: 600_000 }, abort.signal);
    const next = count();
    abort.abort();
    await expect(query).rejects.toMatchObject({ code: 'cancelled' });
    expect(await next).toEqual([[4]]);
  });
});
