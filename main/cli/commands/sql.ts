import type { Recordings, RunId, SqlAnswer } from '#contract';
import { choice, numberOf, parse, positionals, projectOf } from '../../command/index.ts';
import { sqlRows } from '../../exchange/index.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { table } from '../table.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape sql RUN "select ..." [--format table|json|csv] [--limit N] [--time-limit SECONDS] [--project DIR]
       callscape sql RUN --tables

Runs one read-only SQL statement over a recording (docs/sql.md). RUN is an id, a name, or "latest".

  --tables       list the tables and their columns
  --format       table (the default), json (an array of objects), or csv
  --limit        rows to print at most; 1000 by default
  --time-limit   seconds it may take; 10 by default

  callscape sql latest "select name, calls, total_ns / 1e6 as ms from functions order by total_ns desc limit 10"
  callscape sql latest "select span, duration_ns from spans where name = 'checkout' and duration_ns > 5000000"
`;

const formats = ['table', 'json', 'csv'] as const;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {
      format: { type: 'string', default: 'table' },
      limit: { type: 'string', default: '1000' },
      'time-limit': { type: 'string', default: '10' },
      tables: { type: 'boolean', default: false },
    });
    if (values.tables) return listTables(positionals(given, 'RUN').RUN, projectOf(values));
    const { RUN, SQL: sql } = positionals(given, 'RUN', 'SQL');
    const format = choice('format', values.format, formats);
    const limit = Math.floor(numberOf('limit', values.limit, 1, 100_000));
    const timeLimitMs = Math.ceil(numberOf('time-limit', values['time-limit'], 0.001, 600) * 1000);
    const dir = projectOf(values);
    const answer = await asked(dir, RUN, (recordings, run) =>
      recordings.sql({ run, sql, limit, timeLimitMs }),
    );
    await writeOut(written(answer, format));
    if (answer.truncated) {
      process.stderr.write(`callscape: only the first ${limit} rows; --limit N prints more\n`);
    }
    if (answer.rows.length === 0) process.stderr.write('callscape: no rows\n');
    return 0;
  },
};

/** What the recordings answer about a run of a project. */
const asked = <T>(
  dir: string,
  named: string,
  ask: (recordings: Recordings, run: RunId) => Promise<T>,
): Promise<T> =>
  withEngine(async (engine) => {
    await engine.recovered(dir);
    const { recordings, runs } = engine.services;
    const { id } = await runs.get({ dir, run: named });
    return ask(recordings, id);
  });

async function listTables(named: string, dir: string): Promise<number> {
  const { tables } = await asked(dir, named, (recordings, run) => recordings.sqlSchema({ run }));
  await writeOut(tables.map(({ name, columns }) => `${name}\n  ${columns.join(', ')}\n`).join(''));
  return 0;
}

function written({ columns, rows }: SqlAnswer, format: (typeof formats)[number]): string {
  if (format !== 'table') return [...sqlRows({ columns, rows }, format)].join('');
  const isNumber = (column: number) => rows.every((row) => typeof row[column] !== 'string');
  return table(
    columns.map((title, i) => ({ title, align: isNumber(i) ? 'right' : 'left' })),
    rows.map((row) => row.map((value) => (value === null ? 'NULL' : oneLine(String(value))))),
  );
}

/** Text of the target must not move the cursor of a terminal. */
const oneLine = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => JSON.stringify(char).slice(1, -1));
