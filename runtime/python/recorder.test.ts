import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findPythons } from './testing/pythons.ts';
import { buildRecorder, HOOK } from './testing/run-python.ts';

const pythons = findPythons();
const oldest = pythons[0];
const newest = pythons.at(-1);
const binary = oldest && buildRecorder(oldest);

/** What `native.load` makes of a cache, from the installation in `hook`. */
const LOAD = `import sys; sys.path.insert(0, sys.argv[1])
from _callscape import native
print(native.load(sys.argv[2]) is not None)`;

/** The same, and tells it of more calls than there are references to None. */
const TELL = `import sys; sys.path.insert(0, sys.argv[1])
from _callscape import native
told = native.load(sys.argv[2]).function(0, None, 0, False, (), False)["t"]
for _ in range(100_000):
    ~told; -told; +told
print("told")`;

describe.runIf(binary && newest)('the recorder in C of a package', () => {
  let folder: string;
  let hook: string;
  let cache: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'callscape-package-'));
    hook = join(folder, 'python');
    cache = join(folder, 'cache');
    cpSync(HOOK, hook, { recursive: true, filter: (path) => !path.includes('__pycache__') });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const prebuild = () => {
    const { status, stdout } = python(oldest?.command, [join(hook, 'build_recorder.py'), '--prebuild']);
    expect(status).toBe(0);
    return stdout.trim();
  };
  /** As it is asked for before a run, where there is no compiler unless one is given. */
  const provide = (command = newest?.command, compiler = 'false') =>
    python(command, ['-I', join(hook, 'build_recorder.py'), cache], { CC: compiler });
  const loads = (command: string | undefined) =>
    python(command, ['-c', LOAD, hook, cache]).stdout.trim() === 'True';

  it('is used without a compiler, by every version', () => {
    expect(provide().status).toBe(1);
    const prebuilt = prebuild();
    expect(prebuilt).toContain(join('python', 'prebuilt', 'recorder-'));
    const { status, stdout } = provide();
    expect([status, existsSync(stdout.trim())]).toEqual([0, true]);
    for (const { command } of pythons) expect(loads(command), command).toBe(true);
  });

  it('gives way to one that is built here where it cannot be loaded', () => {
    writeFileSync(prebuild(), 'linked with another C library');
    const without = provide();
    expect(without.status).toBe(1);
    expect(without.stderr).toContain('The recorder in C was not built: the compiler failed');
    expect(readdirSync(join(cache, 'native'))).toEqual([]);
    expect(provide(oldest?.command, 'cc').status).toBe(0);
    expect(loads(newest?.command)).toBe(true);
  });

  it('leaves the references to None alone in the oldest Python, built with the headers of the newest', () => {
    expect(python(newest?.command, [join(hook, 'build_recorder.py'), cache]).status).toBe(0);
    const told = python(oldest?.command, ['-c', TELL, hook, cache]);
    expect([told.stdout.trim(), told.status]).toEqual(['told', 0]);
  });

  it('is not taken for that of other sources', () => {
    prebuild();
    const source = join(hook, '_callscape', 'native', 'recorder.c');
    chmodSync(source, 0o644);
    writeFileSync(source, '/* changed */', { flag: 'a' });
    expect(provide().status).toBe(1);
  });
});

function python(command: string | undefined, args: readonly string[], env: Record<string, string> = {}) {
  return spawnSync(command ?? '', args, {
    encoding: 'utf8',
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...env },
  });
}
