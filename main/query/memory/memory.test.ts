import Database from 'better-sqlite3';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallTreeTable, CallTreeTransform, FunctionTable, MemoryColumns } from '#contract';
import type { AllocationProfile } from '#format';
import { drawAllocations, randomAllocations } from '../../store/testing/allocation-notation.ts';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder } from '../../store/testing/spool-builder.ts';
import { folderOf } from '../folders.ts';
import { ask } from '../testing/ask.ts';
import { FILES, NAMES } from '../testing/random-recordings.ts';
import { randomTransform } from '../testing/random-transforms.ts';
import { modelOf, type Stack } from '../testing/stacks.ts';

const FUNCTIONS = NAMES.map((name, i) => ({ name, file: FILES[i >> 1] as string }));

/** A call each of functions of which every thread calls the last one first. */
const backwards: TestEvent[] = NAMES.flatMap((_, i): TestEvent[] => [
  { op: 'enter', fn: NAMES.length - 1 - i, at: 10 * i },
  { op: 'exit', at: 10 * i + 5 },
]);

/** A thread for each profile; `null`: it has none. */
const record = (profiles: readonly (AllocationProfile | null)[]): string =>
  recordingOf(
    ...profiles.map((profile, threadId) => {
      const spool = new SpoolBuilder({ threadId }).functions(FUNCTIONS).events(backwards);
      return (profile ? spool.allocations(profile) : spool).end();
    }),
  );

/** What was allocated at the end of each path of functions; what no function did is at the end of the path to it. */
function stacksOf({ parent, function: fns, bytes }: AllocationProfile): Stack[] {
  const paths: number[][] = [];
  return bytes.map((own, node) => {
    const above = node === 0 ? [] : (paths[parent[node] as number] as number[]);
    const fn = fns[node] as number;
    const path = fn < 0 ? above : [...above, fn];
    paths[node] = path;
    return { path, self: own, calls: 1 };
  });
}

interface Bytes {
  total: number;
  self: number;
}

/** Bytes by key; a stack adds to the total of each key that it has, once. */
function bytesBy(
  stacks: readonly Stack[],
  keysOf: (path: readonly number[]) => string[],
): Map<string, Bytes> {
  const sums = new Map<string, Bytes>();
  const at = (key: string) => {
    const sum = sums.get(key) ?? { total: 0, self: 0 };
    sums.set(key, sum);
    return sum;
  };
  for (const { path, self } of stacks) {
    const keys = keysOf(path);
    for (const key of new Set(keys)) at(key).total += self;
    const last = keys.at(-1);
    if (last !== undefined) at(last).self += self;
  }
  return new Map([...sums].filter(([, { total }]) => total > 0));
}

const textOf = (path: readonly number[]): string => path.map((code) => `/${nameOf(code)}`).join('');
const nameOf = (code: number): string => NAMES[code] ?? (FILES[-2 - code] as string);
/** A key for every row from the whole to the end of a stack. */
const rowKeys = (path: readonly number[]): string[] => [
  ...path.map((_, depth) => textOf(path.slice(0, depth))),
  textOf(path),
];

/** Rows by the names that lead to them, the whole under ''. */
function rowsOf(
  table: CallTreeTable,
  names: readonly string[],
  files: readonly string[],
): Map<string, Bytes> {
  const paths: string[] = [];
  const rows = new Map<string, Bytes>();
  for (let row = 0; row < table.length; row++) {
    const code = table.function[row] as number;
    const path = row === 0 ? '' : `${paths[table.parent[row] as number]}/${names[code] ?? files[-2 - code]}`;
    paths[row] = path;
    expect(rows.has(path)).toBe(false);
    rows.set(path, {
      total: table.memory?.totalBytes[row] as number,
      self: table.memory?.selfBytes[row] as number,
    });
    expect(table.weight[row]).toBe(table.memory?.totalBytes[row]);
    expect([table.calls[row], table.errors[row], table.totalNs[row], table.selfNs[row]]).toEqual([
      0, 0, 0, 0,
    ]);
  }
  return rows;
}

/** The whole is a row of every answer, also of an empty one. */
const withWhole = (rows: Map<string, Bytes>): Map<string, Bytes> =>
  rows.has('') ? rows : new Map([['', { total: 0, self: 0 }], ...rows]);

function columnsOf(names: readonly string[], memory: MemoryColumns | undefined): Map<string, Bytes> {
  const rows = names.map((name, row): [string, Bytes] => [
    name,
    { total: memory?.totalBytes[row] as number, self: memory?.selfBytes[row] as number },
  ]);
  return new Map(rows.filter(([, { total }]) => total > 0));
}

/** Runs the check on recordings with random profiles of one or two threads; few, for each one is a file. */
function forProfiles(
  check: (file: string, stacks: readonly Stack[], thread: number | undefined) => void,
  runs = 15,
): void {
  const profile = randomAllocations(NAMES.length);
  fc.assert(
    fc.property(profile, fc.option(profile), fc.constantFrom(undefined, 0, 1), (first, second, thread) => {
      const profiles = [first, second];
      const asked = profiles.filter((_, i) => thread === undefined || thread === i);
      check(
        record(profiles),
        asked.flatMap((each) => (each ? stacksOf(each) : [])),
        thread,
      );
    }),
    { numRuns: runs },
  );
}

/** A path is chosen among those there are when the transform's turn comes. */
const path = fc
  .tuple(fc.nat(), fc.nat(), fc.boolean())
  .map(([at, depth, focus]) => (stacks: readonly Stack[]): CallTreeTransform => {
    const paths = stacks.filter((stack) => stack.self > 0 && stack.path.length > 0);
    const chosen = paths[at % Math.max(1, paths.length)]?.path;
    if (!chosen) return { kind: 'drop-function', function: 0 };
    const kind = focus ? 'focus-subtree' : 'merge-node';
    return { kind, path: chosen.slice(0, 1 + (depth % chosen.length)) };
  });
/** A transform of the model as the recording has it. */
function recoded(
  transform: CallTreeTransform,
  { name, files }: Pick<FunctionTable, 'name' | 'files'>,
): CallTreeTransform {
  const fileOf = (file: number) => files.indexOf(FILES[file] as string);
  const own = (code: number) => (code < 0 ? -2 - fileOf(-2 - code) : name.indexOf(NAMES[code] as string));
  if ('function' in transform) return { ...transform, function: own(transform.function) };
  if ('file' in transform) return { ...transform, file: fileOf(transform.file) };
  return 'path' in transform ? { ...transform, path: transform.path.map(own) } : transform;
}

/** Siblings stand by ascending keys. */
function expectSiblings({ length, parent }: CallTreeTable, keyOf: (row: number) => number): void {
  const last = new Map<number, number>();
  for (let row = 1; row < length; row++) {
    const above = parent[row] as number;
    expect(keyOf(row)).toBeGreaterThanOrEqual(last.get(above) ?? Number.NEGATIVE_INFINITY);
    last.set(above, keyOf(row));
  }
}

describe('the memory of a recording', () => {
  it('is that of its functions, files and folders, of all threads or of one', () => {
    forProfiles((file, stacks, thread) => {
      const table = ask(file, 'functions', {});
      const sql = 'SELECT memory_self_bytes, memory_total_bytes FROM functions ORDER BY function';
      const { rows } = ask(file, 'sql', { sql, limit: 100 });
      const { selfBytes, totalBytes } = table.memory as MemoryColumns;
      expect(rows).toEqual(table.name.map((_, f) => [selfBytes[f], totalBytes[f]]));
      const fileOf = (path: readonly number[]) => path.map((f) => FILES[f >> 1] as string);
      const whole = thread === undefined;
      if (whole)
        expect(columnsOf(table.name, table.memory)).toEqual(bytesBy(stacks, (path) => path.map(nameOf)));
      for (const [by, keysOf] of [
        ['function', (path: readonly number[]) => path.map(nameOf)],
        ['file', fileOf],
        ['folder', (path: readonly number[]) => fileOf(path).map(folderOf)],
      ] as const) {
        const { index, memory, folders } = ask(file, 'statistics', { by, thread });
        const names = { function: table.name, file: table.files, folder: folders }[by];
        const listed = Array.from(index, (at) => names[at] as string);
        expect(columnsOf(listed, memory)).toEqual(bytesBy(stacks, keysOf));
      }
    });
  });

  it('is a tree by the calls that led to it, upright and bottom-up', () => {
    forProfiles((file, stacks, thread) => {
      const { name, files } = ask(file, 'functions', {});
      const request = { by: 'memory', minShare: 0, thread } as const;
      for (const order of ['left-heavy', 'first-call'] as const) {
        const table = ask(file, 'callTree', { ...request, order });
        expect(rowsOf(table, name, files)).toEqual(withWhole(bytesBy(stacks, rowKeys)));
        // Every thread calls the last function first.
        const firstCall = (row: number) => -NAMES.indexOf(name[table.function[row] as number] as string);
        expectSiblings(table, order === 'first-call' ? firstCall : (row) => -(table.weight[row] as number));
      }
      const inverted = ask(file, 'callTree', {
        ...{ ...request, order: 'left-heavy', transforms: [{ kind: 'invert' }] },
      });
      const expected = bytesBy(stacks, (path) => rowKeys(path.toReversed()));
      expect(rowsOf(inverted, name, files)).toEqual(withWhole(expected));
    });
  });

  it('is transformed as the stacks that allocated it are', () => {
    fc.assert(
      fc.property(
        randomAllocations(NAMES.length),
        fc.array(
          fc.oneof(
            randomTransform.map((each) => () => each),
            path,
          ),
          { minLength: 1, maxLength: 3 },
        ),
        fc.boolean(),
        (profile, chosen, inverted) => {
          const file = record([profile]);
          const { name, files } = ask(file, 'functions', {});
          let stacks = stacksOf(profile);
          const transforms: CallTreeTransform[] = [];
          const apply = (each: CallTreeTransform) => {
            transforms.push(recoded(each, { name, files }));
            stacks = stacks.flatMap((stack) => modelOf(stack, each) ?? []);
          };
          for (const choose of chosen) apply(choose(stacks));
          if (inverted) apply({ kind: 'invert' });
          const table = ask(file, 'callTree', {
            ...{ by: 'memory', minShare: 0, order: 'left-heavy' },
            transforms,
          });
          expect(rowsOf(table, name, files)).toEqual(withWhole(bytesBy(stacks, rowKeys)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is a sandwich of the chains that led to a function and of what it called', () => {
    forProfiles((file, stacks, thread) => {
      const { name: names, files } = ask(file, 'functions', {});
      for (const [index, name] of names.entries()) {
        const of = NAMES.indexOf(name);
        const through = stacks.filter(({ path }) => path.includes(of));
        const [total, self] = [through, through.filter(({ path }) => path.at(-1) === of)].map((some) =>
          some.reduce((sum, stack) => sum + stack.self, 0),
        );
        const answer = ask(file, 'sandwich', { function: index, minShare: 0, by: 'memory', thread });
        expect(answer.memory).toMatchObject({ totalBytes: total, selfBytes: self });
        const below = through.map((s) => ({ ...s, path: s.path.slice(s.path.indexOf(of) + 1) }));
        expect(rowsOf(answer.callees, names, files)).toEqual(withWhole(bytesBy(below, rowKeys)));
        // Of each stack, the outermost call of the function has all of it.
        const above = through.map((s) => ({
          ...s,
          path: s.path.slice(0, s.path.indexOf(of)).toReversed(),
        }));
        expect(rowsOf(answer.callers, names, files)).toEqual(withWhole(bytesBy(above, rowKeys)));
      }
    }, 10);
  });
});

describe('a tree by memory', () => {
  const drawn = drawAllocations(
    `
    a@lib/one.js 10
      c@lib/two.js 300
    f@three.js 600
    - 90`,
    FUNCTIONS,
  ).profile;
  const file = record([drawn]);
  const names = ask(file, 'functions', {}).name;
  const request = { by: 'memory', order: 'left-heavy', minShare: 0 } as const;
  const shown = (table: CallTreeTable) =>
    Array.from(table.function, (fn, row) => `${names[fn] ?? 'all'} ${table.weight[row]}`);

  it('stands with the widest first, or in the order in which functions were first called', () => {
    expect(shown(ask(file, 'callTree', request))).toEqual(['all 1000', 'f 600', 'a 310', 'c 300']);
    const narrower = drawAllocations('a@lib/one.js 500\nf@three.js 20', FUNCTIONS).profile;
    const other = record([narrower]);
    expect(shown(ask(other, 'callTree', { ...request, order: 'first-call' }))).toEqual([
      'all 520',
      'f 20',
      'a 500',
    ]);
  });

  it('leaves out what is too narrow, and has nodes of its own', () => {
    const table = ask(file, 'callTree', { ...request, minShare: 0.4 });
    expect([shown(table), table.omitted]).toEqual([['all 1000', 'f 600'], 2]);
    const whole = ask(file, 'callTree', request);
    expect(whole.node[0]).toBe(0);
    expect(whole.node.slice(1).every((node) => node < 0)).toBe(true);
    expect(new Set(whole.node).size).toBe(whole.length);
    const upsideDown = ask(file, 'callTree', { ...request, transforms: [{ kind: 'invert' }] });
    expect([...upsideDown.node].every((node) => whole.node.includes(node))).toBe(true);
  });

  it('says what it measures: allocated, in use, or of some threads the one and of some the other', () => {
    expect(ask(file, 'callTree', request).memory?.measure).toBe('retained');
    const allocated = { ...drawn, measure: 'allocated' } as const;
    const both = record([drawn, allocated, null]);
    expect(ask(both, 'functions', {}).memory?.measure).toBe('mixed');
    expect(ask(both, 'callTree', { ...request, thread: 1 }).memory?.measure).toBe('allocated');
    // Another thread has a profile, this one has nothing in any.
    expect(shown(ask(both, 'callTree', { ...request, thread: 2 }))).toEqual(['all 0']);
  });

  it('is not given of a damaged profile, whose recording has all its other figures', () => {
    const damaged = record([drawn]);
    const sound = ask(damaged, 'functions', {});
    const connection = new Database(damaged);
    connection.exec('UPDATE allocations SET bytes = bytes + 1 WHERE node = 2');
    connection.close();
    expect(() => ask(damaged, 'callTree', request)).toThrow(/the table allocations does not match/);
    const { memory, ...others } = ask(damaged, 'functions', {});
    const { memory: _known, ...figures } = sound;
    expect(others).toEqual(figures);
    expect(memory?.totalBytes).toEqual(new Float64Array(NAMES.length).fill(Number.NaN));
  });

  it('is refused for a part of the time and for a trace, and missing without a profile', () => {
    const range = { startNs: 0, endNs: 1 };
    expect(() => ask(file, 'callTree', { ...request, range })).toThrow(/whole thread/);
    expect(() => ask(file, 'sandwich', { function: 0, ...request, trace: '0000000000000000' })).toThrow(
      /whole thread/,
    );
    expect(ask(file, 'statistics', { by: 'file', range }).memory).toBeUndefined();
    const none = record([null]);
    expect(() => ask(none, 'callTree', request)).toThrow(/Set TRACING_CAPTURE_MEMORY/);
    expect(ask(none, 'functions', {}).memory).toBeUndefined();
    const sql = 'SELECT count(memory_self_bytes), count(*) FROM functions';
    expect(ask(none, 'sql', { sql, limit: 1 }).rows).toEqual([[0, NAMES.length]]);
    expect(ask(none, 'statistics', { by: 'function' }).memory).toBeUndefined();
  });
});
