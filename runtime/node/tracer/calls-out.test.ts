import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type TestThread, treeText } from '../testing/read-spools.ts';
import { runTraced } from '../testing/run-traced.ts';

const cwd = fileURLToPath(new URL('fixtures/detail', import.meta.url));

/** What `calls.cjs` calls and awaits: a function of its own stands for the call that reaches it. */
const TREE = `
main
  all
    parse
      JSON.parse
    [].map
      3x all.<anonymous>
        own
    [].map().filter
    2x own
    own.bind
    own
    Derived.constructor
      Base.constructor
      new EventEmitter
    Derived.n
      Base.m
    new Date
    Math.max
    ''.split
    ''.split().join
    String
    Object.entries
    own
    parse !
      JSON.parse !
    String
    [].sort
      all.<anonymous>
        2x own
    own
    own().nope !
    console.log
  await late
    late
      await new Promise
        new Promise
          late.<anonymous>
            setTimeout
  await Promise.all
    2x late
      await new Promise
        new Promise
          late.<anonymous>
            setTimeout
    Promise.all
  await Promise.reject !
    Promise.reject
  own
  await late
    await late
      late
        await new Promise
          new Promise
            late.<anonymous>
              setTimeout
    late
      await new Promise
        new Promise
          late.<anonymous>
            setTimeout
<anonymous>
  console.log
`;

const SAID_OF_DATABASES = `database.nope is not a function
database.prepare(...).nope is not a function
142 3
`;

/** What `databases.cjs` calls, without its database. */
const LEFT_OUT = `all
  own
  String
  double
  String().concat
  own
  console.log
  own
  console.log
`;

describe('level 3', () => {
  test.each(['bounded', 'exact'] as const)(
    'records calls out of the scope and awaits, with the %s clock',
    async (clock) => {
      const outcome = await runTraced({ cwd, args: ['calls.cjs'], config: { level: 3, clock } });
      expect(outcome).toMatchObject({ code: 0, stderr: '', stdout: 'own(...).nope is not a function\n3\n' });
      const thread = outcome.threads[0] as TestThread;
      expect(thread).toMatchObject({ unmatched: 0, damaged: 0 });
      expect(`\n${treeText(thread.spans)}`).toBe(TREE);
      const awaits = thread.spans.filter(({ kind }) => kind === 'await');
      expect(awaits.map(({ suspensions }) => suspensions)).toEqual(
        // The outer one of `await late(await ..)` waits twice: for the inner one, and for its own.
        awaits.map((span) => 1 + span.children.filter(({ kind }) => kind === 'await').length),
      );
      const waited = awaits.find(
        ({ name, parent }) => name === 'await new Promise' && parent?.name === 'late',
      );
      expect((waited?.endNs ?? 0) - (waited?.startNs ?? 0)).toBeGreaterThan(4e6);
    },
  );

  test('leaves out what goes to a database where that is wanted, and nothing else', async () => {
    const run = async (database: boolean) => {
      const capture = { params: true, returns: true, maxBytes: 4096, database };
      const outcome = await runTraced({ cwd, args: ['databases.cjs'], config: { level: 3, capture } });
      expect(outcome).toMatchObject({ code: 0, stdout: SAID_OF_DATABASES });
      return treeText((outcome.threads[0] as TestThread).spans);
    };
    expect(await run(true)).toContain('database.prepare');
    expect(await run(false)).toBe(LEFT_OUT);
  });

  test('holds for the functions of that level only', async () => {
    const levels = { languages: {}, files: {}, functions: { parse: 3 } };
    const { threads } = await runTraced({ cwd, args: ['calls.cjs'], config: { level: 1, levels } });
    const sites = (threads[0] as TestThread).spans.filter(({ kind }) => kind === 'call');
    expect(sites.map(({ name, parent }) => `${parent?.name} ${name}`)).toEqual([
      'parse JSON.parse',
      'parse JSON.parse',
    ]);
  });
});
