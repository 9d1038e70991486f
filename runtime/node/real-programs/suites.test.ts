import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type Outcome, runTraced, runUntraced } from '../testing/run-traced.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'callscape-suites-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A project whose own source is the package; everything else it needs stands in its `node_modules`. */
function project(packageName: string): string {
  const cwd = join(folder, packageName);
  mkdirSync(cwd);
  cpSync(join(modules, packageName), join(cwd, packageName), { recursive: true });
  symlinkSync(modules, join(cwd, 'node_modules'));
  return cwd;
}

interface Suite {
  readonly packageName: string;
  readonly about: string;
  /** Files of the package that hold its tests; run by tape. */
  readonly files: string;
  /** Tests that the suite has at least. */
  readonly tests: number;
}

const SUITES: readonly Suite[] = [
  {
    packageName: 'bl',
    about: 'ES modules, classes, buffers',
    files: 'test/{convert,indexOf,isBufferList}.js',
    tests: 50,
  },
  { packageName: 'minimist', about: 'old CommonJS', files: 'test/*.js', tests: 100 },
  {
    packageName: 'fast-uri',
    about: 'parsers, regular expressions',
    files: 'test/{equal,parse,serialize}.test.js',
    tests: 100,
  },
  { packageName: 'side-channel', about: 'maps, weak maps and errors', files: 'test/*.js', tests: 20 },
  { packageName: 'gopd', about: 'property descriptors', files: 'test/*.js', tests: 2 },
  { packageName: 'function-bind', about: 'functions made of text', files: 'test/*.js', tests: 20 },
  { packageName: 'concat-map', about: 'callbacks', files: 'test/*.js', tests: 3 },
];

const behaviour = ({ stdout, stderr, code, signal }: Outcome) => ({ stdout, stderr, code, signal });

describe.each(SUITES)("$packageName's own tests ($about)", ({ packageName, files, tests }) => {
  const cwd = project(packageName);
  const tape = join('node_modules', 'tape', 'bin', 'tape');
  const args = [
    tape,
    ...globSync(files, { cwd: join(cwd, packageName) })
      .sort()
      .map((file) => join(packageName, file)),
  ];
  const untraced = runUntraced({ cwd, args });

  test.each([1, 2, 5] as const)('end as untraced at level %i', { timeout: 120_000 }, async (level) => {
    const plain = await untraced;
    expect({ code: plain.code, enough: Number(/^# tests (\d+)$/m.exec(plain.stdout)?.[1]) >= tests }).toEqual(
      {
        code: 0,
        enough: true,
      },
    );
    const traced = await runTraced({ cwd, args, config: { level } });
    expect(behaviour(traced)).toEqual(behaviour(plain));
    const [thread] = traced.threads;
    expect(thread).toMatchObject({ unmatched: 0, damaged: 0, torn: 0 });
    expect(thread?.counters?.dropped ?? 0).toBe(0);
    expect(thread?.spans.length).toBeGreaterThan(0);
  });
});
