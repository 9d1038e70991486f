import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestSpan, TestThread } from '../node/testing/read-spools.ts';
import type { Python } from './testing/pythons.ts';
import { buildRecorder, runPlain, runTraced } from './testing/run-python.ts';
import { findProgram, startMariadb, startPostgres, startRedis, type TestServer } from './testing/servers.ts';

const cwd = fileURLToPath(new URL('fixtures/libraries', import.meta.url));

/** The system's own Python, for which Debian packages the libraries: python3-psycopg2 and its like. */
const command = '/usr/bin/python3';
const version = existsSync(command)
  ? spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    }).stdout.trim()
  : '';
const python: Python = { version, command };
const binary = version && buildRecorder(python);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

const hasModule = (name: string) =>
  version !== '' && spawnSync(command, ['-c', `import ${name}`]).status === 0;

/** Why a library cannot be tested here; undefined: it can. */
function missing(module: string, program?: string): string | undefined {
  if (!hasModule(module)) return `${command} has no ${module}`;
  return program && !findProgram(program) ? `there is no ${program}` : undefined;
}

interface Seen {
  readonly threads: readonly TestThread[];
  readonly stdout: string;
}

async function run(recorder: 'native' | 'python', args: readonly string[]): Promise<Seen> {
  const how = { python, args, cwd };
  const [plain, traced] = [await runPlain(how), await runTraced({ ...how, recorder })];
  const { threads, ...seen } = traced;
  expect(plain.code, plain.stderr).toBe(0);
  expect(seen).toEqual(plain);
  for (const thread of threads) expect([thread.unmatched, thread.damaged]).toEqual([0, 0]);
  return { threads, stdout: plain.stdout };
}

/** Operations below the calls of `work`, as `name` or `name!`, without connections of sockets. */
const operations = ({ threads }: Seen, parent = 'work'): string[] =>
  all(threads)
    .filter(({ kind, name }) => kind === 'operation' && name !== 'connect')
    .filter((span) => below(span, parent))
    .map(({ name, status }) => (status === 'error' ? `${name}!` : name));
const all = (threads: readonly TestThread[]) => threads.flatMap(({ spans }) => spans);
const below = (span: TestSpan, parent: string) => {
  for (let at = span.parent; at; at = at.parent) if (at.name === parent) return true;
  return false;
};
const named = ({ threads }: Seen, name: string) =>
  all(threads).find((span) => span.name === name) as TestSpan;
const written = ({ threads }: Seen) =>
  JSON.stringify(threads.map(({ spans }) => spans.map(({ details }) => details)));

/** A library with the server that it needs: tested where both are here, else skipped, with the reason in the name. */
function describeLibrary(
  name: string,
  reason: string | undefined,
  start: (() => Promise<TestServer>) | undefined,
  tests: (recorder: 'native' | 'python', place: () => readonly string[]) => void,
) {
  if (reason) {
    it.skip(`${name} (${reason})`, () => {});
    return;
  }
  describe(name, { timeout: 60_000 }, () => {
    let server: TestServer | undefined;
    beforeAll(async () => {
      server = await start?.();
    }, 60_000);
    afterAll(() => server?.stop());
    describe.each(recorders)('with the %s recorder', (recorder) => {
      tests(recorder, () => server?.place ?? []);
    });
  });
}

describeLibrary('psycopg2', missing('psycopg2', 'postgres'), startPostgres, (recorder, place) => {
  it('records statements with their text and place, and what failed', async () => {
    const seen = await run(recorder, ['postgres.py', ...place()]);
    const expected = ['CREATE stock', 'INSERT stock', 'INSERT stock', 'SELECT stock', 'SELECT nowhere!'];
    expect(operations(seen)).toEqual(expected);
    expect(named(seen, 'SELECT stock').details).toEqual({
      'db.system.name': 'postgresql',
      'db.query.text': 'select id from stock where id > %s order by id',
      'server.address': '127.0.0.1',
      'server.port': Number(place()[1]),
      'db.namespace': 'postgres',
    });
    expect(named(seen, 'SELECT nowhere').error).toMatchObject({ className: 'UndefinedTable' });
    expect(written(seen)).not.toContain('hidden-in-parameters');
    expect(written(seen)).not.toContain('Sw0rdfish');
  });
});

describeLibrary('psycopg', missing('psycopg', 'postgres'), startPostgres, (recorder, place) => {
  it('records statements of connections and cursors, and what failed', async () => {
    const seen = await run(recorder, ['postgres3.py', ...place()]);
    expect(operations(seen)).toEqual(['CREATE stock', 'INSERT stock', 'SELECT stock', 'SELECT nowhere!']);
    expect(named(seen, 'SELECT stock').details).toMatchObject({
      'db.query.text': 'select id from stock where id > %s',
      'server.port': Number(place()[1]),
    });
    expect(named(seen, 'SELECT nowhere').error).toMatchObject({ className: 'UndefinedTable' });
  });
});

describeLibrary('pymysql', missing('pymysql', 'mariadbd'), startMariadb, (recorder, place) => {
  it('records statements with their text and place, and what failed', async () => {
    const seen = await run(recorder, ['mysql.py', ...place()]);
    expect(operations(seen)).toEqual(['CREATE stock', 'INSERT stock', 'SELECT stock', 'SELECT nowhere!']);
    expect(named(seen, 'SELECT stock').details).toMatchObject({
      'db.system.name': 'mysql',
      'db.query.text': 'select id from stock where id > %s',
      'db.namespace': 'test',
    });
    expect(named(seen, 'SELECT nowhere').error).toMatchObject({ className: 'ProgrammingError' });
  });
});

describeLibrary('redis', missing('redis', 'redis-server'), startRedis, (recorder, place) => {
  it('records commands and pipelines with their keys, without values', async () => {
    const seen = await run(recorder, ['cache.py', ...place()]);
    expect(operations(seen)).toEqual(['SET', 'GET', 'PIPELINE', 'INCRBY!']);
    expect(named(seen, 'SET').details).toMatchObject({
      'db.system.name': 'redis',
      'db.query.text': 'SET stock:1',
      'db.namespace': 3,
    });
    expect(named(seen, 'PIPELINE').details).toMatchObject({ 'db.query.text': 'INCRBY\nINCRBY' });
    expect(named(seen, 'INCRBY').error).toMatchObject({ className: 'ResponseError' });
    expect(written(seen)).not.toContain('a value that is not recorded');
  });
});

const ALCHEMY = ['CREATE stock', 'INSERT stock', 'SELECT stock', 'SELECT nowhere!'];

describeLibrary('sqlalchemy', missing('sqlalchemy'), undefined, (recorder) => {
  it('records each statement once, whichever driver runs it', async () => {
    const seen = await run(recorder, ['alchemy.py', 'sqlite://']);
    const statements = operations(seen).filter((name) => !/^(PRAGMA|COMMIT|ROLLBACK)/.test(name));
    expect(statements).toEqual([...ALCHEMY, 'DROP stock']);
    const { details } = named(seen, 'SELECT stock');
    expect(details?.['db.query.text']).toBe('SELECT stock.id \nFROM stock \nWHERE stock.id > ?');
  });
});

const together = missing('sqlalchemy') ?? missing('psycopg2', 'postgres');
describeLibrary('sqlalchemy with psycopg2', together, startPostgres, (recorder, place) => {
  it('records each statement once', async () => {
    const [host, port, user] = place();
    const seen = await run(recorder, [
      'alchemy.py',
      `postgresql+psycopg2://${user}@${host}:${port}/postgres`,
    ]);
    const about = operations(seen).filter((name) => /stock|nowhere/.test(name));
    expect(about).toEqual([...ALCHEMY, 'DROP stock']);
    // The driver puts the values into this one's text.
    const text = String(named(seen, 'INSERT stock').details?.['db.query.text']);
    expect(text).toMatch(/^INSERT INTO stock \(id\) VALUES \(\?\)/);
  });
});

describeLibrary('requests', missing('requests'), undefined, (recorder) => {
  it('records requests once, with their trace context, without secrets', async () => {
    const seen = await run(recorder, ['web.py']);
    const name = 'GET 127.0.0.1';
    expect(operations(seen)).toEqual([name, name, name, `${name}!`]);
    const requests = all(seen.threads).filter((span) => span.name === name);
    const codes = requests.map(({ details }) => details?.['http.response.status_code']);
    expect(codes).toEqual([200, 503, 200, undefined]);
    expect(requests[0]?.details?.['url.full']).toMatch(/\/a\?token=<redacted>&b=1$/);
    const handled = all(seen.threads).filter((span) => span.name === 'Handler.do_GET');
    // The third has the context that the app gave itself.
    expect(handled.map(({ continues }) => continues)).toEqual([
      requests[0]?.carries?.[0],
      requests[1]?.carries?.[0],
      '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331',
    ]);
  });
});

describeLibrary('wsgiref', version ? undefined : `there is no ${command}`, undefined, (recorder) => {
  it('goes on with the trace context of a request, and ends with it', async () => {
    const seen = await run(recorder, ['wsgi.py']);
    const apps = all(seen.threads).filter((span) => span.name === 'app');
    const sent = all(seen.threads).flatMap(({ carries }) => carries ?? []);
    expect(apps.map(({ continues }) => continues)).toEqual([
      '0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331',
      sent[0],
    ]);
    expect(named(seen, 'alone').continues).toBeUndefined();
  });
});

const arrays = missing('numpy') ?? missing('pandas');
describeLibrary('numpy and pandas', arrays, undefined, (recorder) => {
  it('shows arrays and tables by shape and type, and calls no code of the app for them', async () => {
    const seen = await run(recorder, ['arrays.py']);
    const names = named(seen, 'show').params?.map((value) =>
      value !== null && typeof value === 'object' && 'className' in value ? value.className : value,
    );
    expect(names).toEqual([
      'ndarray float32 (2, 3)',
      'ndarray <U1 (1,)',
      'DataFrame (2, 2)',
      'Series (2,)',
      'Hostile',
    ]);
  });
});
