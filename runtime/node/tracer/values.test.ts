import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TestThread } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/values', import.meta.url));

describe('values at level 2', () => {
  let thread: TestThread;
  beforeAll(async () => {
    const outcome = await runTraced({ cwd, args: ['values.cjs'], config: { level: 2 } });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    thread = outcome.threads[0] as TestThread;
  });

  const seen = () => thread.spans.filter((span) => span.name === 'id').map((span) => span.params?.[0]);

  test('are written by kind, and no code of the app runs for it', () => {
    const object = (className: string, entries: unknown[], keys = entries.length) => ({
      type: 'object',
      className,
      keys,
      entries,
    });
    expect(seen().slice(0, 17)).toEqual([
      1,
      -5000000000.5,
      'text',
      { type: 'string', text: 'x'.repeat(512), length: 5000 },
      object('User', [
        ['name', 'ann'],
        ['password', { type: 'redacted' }],
      ]),
      object('Object', [
        ['list', { type: 'array', length: 3, items: [1, { type: 'hole' }, 3] }],
        ['self', { type: 'reference', up: 1 }],
      ]),
      {
        type: 'map',
        length: 2,
        entries: [
          ['token', { type: 'redacted' }],
          ['plain', 2],
        ],
      },
      {
        type: 'set',
        length: 2,
        items: [
          { type: 'bigint', text: '1' },
          { type: 'symbol', text: 's' },
        ],
      },
      { type: 'typed-array', className: 'Uint8Array', length: 10, items: [] },
      { type: 'date', ms: 0 },
      { type: 'regexp', text: '/a+/gi' },
      { type: 'promise' },
      { type: 'proxy' },
      { type: 'class', name: 'User' },
      { type: 'function', name: 'id' },
      { type: 'undefined' },
      object('Object', [
        ['g', { type: 'accessor' }],
        ['deep', object('Object', [['a', { type: 'cut', className: 'Object' }]])],
      ]),
    ]);
  });

  test('a returned value is the one that came in', () => {
    for (const span of thread.spans) {
      if (span.name === 'id') expect(span.returned).toEqual(span.params?.[0]);
    }
  });

  test('secrets are recognised by their shape, too', () => {
    expect(seen().slice(17)).toEqual([{ type: 'redacted' }, { type: 'redacted' }, '4111 1111 1111 1112']);
    expect(thread.counters?.redactedValues).toBeGreaterThan(4);
  });

  test('patterns show what they bound; the error shows message and cause', () => {
    const login = thread.spans.find((span) => span.name === 'login');
    const definition = thread.functions.find((one) => one.name === 'login');
    expect(definition?.params).toEqual(['user', 'password', '{ apiKey, port = 80 }', '...rest']);
    expect(login?.params).toEqual([
      'ann',
      { type: 'redacted' },
      {
        type: 'object',
        className: 'Object',
        keys: 2,
        entries: [
          ['apiKey', { type: 'redacted' }],
          ['port', 80],
        ],
      },
      { type: 'array', length: 2, items: [1, 2] },
    ]);
    expect(login?.status).toBe('error');
    expect(login?.error).toEqual({
      type: 'error',
      className: 'TypeError',
      message: 'denied',
      stack: '',
      cause: 'ann',
      keys: 1,
      entries: [['code', 401]],
    });
  });
});
