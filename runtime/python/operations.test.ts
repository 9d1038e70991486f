import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TestLog, TestSpan, TestThread } from '../node/testing/read-spools.ts';
import { findPythons } from './testing/pythons.ts';
import { renderThreads } from './testing/render-tree.ts';
import { buildRecorder, runPlain, runTraced, type TracedOutcome } from './testing/run-python.ts';

const cwd = fileURLToPath(new URL('fixtures/operations', import.meta.url));
const pythons = findPythons();
const binary = pythons[0] && buildRecorder(pythons[0]);
const recorders = (['native', 'python'] as const).filter((one) => one === 'python' || binary);

const TREE = `main
main
  query
    CREATE stock
    INSERT stock
    COMMIT
    SELECT stock
    SELECT nowhere !
  fetch
    GET 127.0.0.1 ~1
      connect
    GET 127.0.0.1 ~1
      connect
    POST 127.0.0.1 !
      connect !
  command
    python3 ~1
    tool !
  speak
thread
Handler.do_GET <- GET 127.0.0.1
  answer
    Handler.log_message
Handler.do_GET <- GET 127.0.0.1
  answer
    Handler.log_message
`;

for (const python of pythons) {
  describe.each(recorders)(`Python ${python.version}, %s recorder`, { timeout: 60_000 }, (recorder) => {
    let outcome: Promise<TracedOutcome> | undefined;
    const traced = () => {
      outcome ??= runTraced({ python, args: ['everything.py'], cwd, recorder });
      return outcome;
    };
    const operation = async (name: string): Promise<TestSpan> => {
      const spans = (await traced()).threads.flatMap((thread) => thread.spans);
      return spans.find((span) => span.kind === 'operation' && span.name === name) as TestSpan;
    };
    const main = async () =>
      (await traced()).threads.find(({ process }) => process.threadId === 0) as TestThread;

    it('records queries, requests and commands below the calls that make them, and changes nothing', async () => {
      const { threads, ...seen } = await traced();
      expect(seen).toEqual(await runPlain({ python, args: ['everything.py'], cwd }));
      expect(renderThreads(threads)).toBe(TREE);
      for (const thread of threads) expect([thread.unmatched, thread.damaged]).toEqual([0, 0]);
    });

    it('says what each asked for, without secrets', async () => {
      expect((await operation('SELECT stock')).details).toEqual({
        'db.system.name': 'sqlite',
        'db.namespace': ':memory:',
        'db.query.text': '-- which\nSELECT id FROM stock WHERE id = ?',
      });
      const request = (await operation('GET 127.0.0.1')).details;
      expect(request).toMatchObject({ 'http.request.method': 'GET', 'http.response.status_code': 200 });
      expect(request?.['url.full']).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/a\?token=<redacted>&b=1$/);
      const command = (await operation('python3')).details;
      expect(command).toMatchObject({ 'process.exit.code': 0 });
      const given = command?.['process.command_args'];
      const items = typeof given === 'object' && given?.type === 'array' ? given.items : [];
      expect(items.slice(1)).toEqual([
        ...['-S', '-E', '-c', 'print(1)', '--password', '<redacted>', '--api-key=<redacted>'],
      ]);
    });

    it('says what failed and why', async () => {
      const failed = await operation('SELECT nowhere');
      expect(failed.error).toMatchObject({
        className: 'OperationalError',
        message: 'no such table: nowhere',
      });
      expect((await operation('tool')).error).toMatchObject({ className: 'FileNotFoundError' });
      expect((await operation('POST 127.0.0.1')).error).toMatchObject({
        className: 'ConnectionRefusedError',
      });
    });

    it('sends a trace context with each request, and goes on with one that comes', async () => {
      const spans = (await traced()).threads.flatMap((thread) => thread.spans);
      const sent = spans
        .filter(({ name }) => name === 'GET 127.0.0.1')
        .flatMap(({ carries }) => carries ?? []);
      const taken = spans.filter(({ name }) => name === 'Handler.do_GET').map(({ continues }) => continues);
      expect(sent).toHaveLength(2);
      expect(taken).toEqual(sent);
      expect(sent[0]).toMatch(/^[0-9a-f]{32}-[0-9a-f]{16}$/);
    });

    it('ties log records to the calls that write them, and formats none with code of the app', async () => {
      const logs = (await traced()).threads.flatMap((thread) => thread.logs);
      const known = logs.map(({ span, severity, message }) => [span?.name, severity, message]);
      expect(known.sort()).toEqual([
        ['answer', 9, 'asked for /a?token=abc&b=1'],
        ['answer', 9, 'asked for /missing'],
        ['query', 17, 'no such thing: no such table: nowhere'],
        ['speak', 13, '3 of items'],
        ['speak', 13, 'hidden %s'],
        ['speak', 9, 'kept: 1'],
      ]);
      const fieldsOf = (message: string) => {
        const { fields } = logs.find((one) => one.message === message) as TestLog;
        return fields !== null && typeof fields === 'object' && fields.type === 'object'
          ? Object.fromEntries(fields.entries)
          : {};
      };
      expect(fieldsOf('3 of items')).toMatchObject({ order: 7, 'code.line.number': 75 });
      expect(fieldsOf('hidden %s').args).toMatchObject({ items: [{ className: 'Hostile' }] });
      expect(fieldsOf('no such thing: no such table: nowhere').exception).toMatchObject({
        className: 'OperationalError',
      });
    });

    it('records what the process uses, at its beginning and its end', async () => {
      const { metrics } = await main();
      const [first, last] = [metrics[0]?.values, metrics.at(-1)?.values];
      for (const name of ['memory.rss', 'memory.rss.peak', 'cpu.user', 'threads', 'gc.collections']) {
        expect(last?.[name], name).toBeGreaterThanOrEqual(first?.[name] ?? Number.POSITIVE_INFINITY);
      }
      expect(last?.['memory.rss.peak']).toBeGreaterThanOrEqual(last?.['memory.rss'] ?? 0);
      expect(last?.['memory.rss']).toBeGreaterThan(1e6);
    });
  });
}
