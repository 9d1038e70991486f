/** Statements to begin with; the same as in `docs/sql.md`. */
export const examples: readonly { readonly title: string; readonly sql: string }[] = [
  {
    title: 'Functions by self time',
    sql: 'SELECT name, file, line, calls, self_ns / 1e6 AS self_ms\nFROM functions ORDER BY self_ns DESC LIMIT 20',
  },
  {
    title: 'The slowest calls',
    sql: 'SELECT span, name, start_ns / 1e6 AS at_ms, duration_ns / 1e6 AS ms\nFROM spans WHERE duration_ns > 5000000\nORDER BY duration_ns DESC LIMIT 100',
  },
  {
    title: 'What failed, and how often',
    sql: 'SELECT name, type, message, count(*) AS times\nFROM errors GROUP BY name, type, message ORDER BY times DESC',
  },
  {
    title: 'Who calls whom, and how often',
    sql: 'SELECT caller_name, callee_name, calls, total_ns / 1e6 AS ms\nFROM calls ORDER BY calls DESC LIMIT 100',
  },
  {
    title: 'Calls by second',
    sql: 'SELECT CAST(start_ns / 1e9 AS INTEGER) AS second, count(*) AS calls\nFROM spans GROUP BY second ORDER BY second',
  },
  {
    title: 'Operations by statement',
    sql: 'SELECT kind, system, statement, count(*) AS times, sum(duration_ns) / 1e6 AS ms\nFROM operations GROUP BY 1, 2, 3 ORDER BY ms DESC',
  },
  {
    title: 'How busy each thread was',
    sql: 'SELECT threads.name, sum(duration_ns) * 1.0 / max(1, threads.end_ns - threads.start_ns) AS busy\nFROM spans JOIN threads USING (thread) WHERE depth = 0 GROUP BY thread',
  },
];
