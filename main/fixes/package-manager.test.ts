import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { lineEdits } from './line-edits.ts';
import { lockFor, managerOf } from './package-manager.ts';
import { extraTool, leftOut } from './testing/extra-tools.ts';
import { type LocalRegistry, openLocalRegistry } from './testing/local-registry.ts';

let registry: LocalRegistry;
beforeAll(async () => {
  registry = await openLocalRegistry('first', 'second', 'third');
});
afterAll(() => registry[Symbol.asyncDispose]());

/** Puts a script of a package manager before all others of its name; `null`: the machine's own one. */
function start(name: string, script: string | null): void {
  if (script === null) return;
  const folder = temporaryFolder();
  const program = join(folder, name);
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  chmodSync(program, 0o755);
  const { PATH } = process.env;
  process.env.PATH = `${folder}${delimiter}${PATH}`;
  onTestFinished(() => {
    process.env.PATH = PATH;
  });
}

const manifest = (...names: readonly string[]): string =>
  `${JSON.stringify(
    {
      name: 'case',
      private: true,
      scripts: { preinstall: 'touch ran', postinstall: 'touch ran' },
      dependencies: Object.fromEntries(names.map((name) => [name, '^1.2.3'])),
    },
    null,
    2,
  )}\n`;

interface Kind {
  readonly kind: string;
  readonly name: 'npm' | 'pnpm' | 'yarn';
  readonly lock: string;
  /** How it makes a first lock file. */
  readonly make: readonly string[];
  /** What starts it; `null`: the machine has it, `undefined`: nobody installed it. */
  readonly script: string | null | undefined;
}

const script = (name: string, ...path: readonly string[]): string | undefined => {
  const place = extraTool(name);
  return place === null ? undefined : join(place, ...path);
};

const kinds: readonly Kind[] = [
  {
    kind: 'npm',
    name: 'npm',
    lock: 'package-lock.json',
    make: ['install', '--package-lock-only', '--ignore-scripts'],
    script: null,
  },
  {
    kind: 'pnpm',
    name: 'pnpm',
    lock: 'pnpm-lock.yaml',
    make: ['install', '--lockfile-only', '--ignore-scripts'],
    script: script('pnpm', 'bin', 'pnpm.mjs'),
  },
  {
    kind: 'the first Yarn',
    name: 'yarn',
    lock: 'yarn.lock',
    make: ['install', '--ignore-scripts'],
    script: script('yarn', 'bin', 'yarn.js'),
  },
  {
    kind: 'the later Yarn',
    name: 'yarn',
    lock: 'yarn.lock',
    make: ['install', '--mode=update-lockfile'],
    script: script('@yarnpkg/cli-dist', 'bin', 'yarn.js'),
  },
];

const titled = kinds.map((each) => ({ ...each, title: `${each.kind}${leftOut(each.script !== undefined)}` }));

describe.each(titled)('$title', ({ kind, name, lock, make, script: place }) => {
  /** A project whose lock file the manager itself has made for what it declares. */
  async function project(...names: readonly string[]) {
    const berry = `npmRegistryServer: "${registry.url}"\nunsafeHttpWhitelist:\n  - "127.0.0.1"\nenableGlobalCache: false\n`;
    const settings = {
      '.npmrc': `registry=${registry.url}\n`,
      ...(kind === 'the first Yarn' ? { '.yarnrc': `registry "${registry.url}"\n` } : {}),
      ...(kind === 'the later Yarn' ? { '.yarnrc.yml': berry, 'yarn.lock': '' } : {}),
    };
    const dir = await projectFolder({ 'package.json': manifest(...names), ...settings });
    const env = { ...process.env, CI: '', YARN_ENABLE_IMMUTABLE_INSTALLS: '0' };
    // The registry answers from this process meanwhile.
    await promisify(execFile)(name, [...make], { cwd: dir, env });
    const text = (...all: string[]) => ({ path: 'package.json', text: manifest(...all) });
    const lockWith = (...all: string[]) => lockFor(dir, { name, lock }, text(...all));
    return { dir, lockWith };
  }

  it.skipIf(place === undefined)(
    'writes the lock file that goes with a manifest, and runs nothing of the project or its packages',
    async () => {
      start(name, place ?? null);
      const { dir, lockWith } = await project('first');
      const before = readFileSync(join(dir, lock), 'utf8');
      expect(await lockWith('first')).toEqual({ kind: 'locked', text: before });
      const locked = await lockWith('first', 'second');
      expect(locked).toMatchObject({ kind: 'locked', text: expect.stringMatching(/second[\s\S]*1\.2\.3/) });
      // Nothing of it happens in the project itself, and no script of it ran.
      expect(readFileSync(join(dir, lock), 'utf8')).toBe(before);
      expect(existsSync(join(dir, 'ran'))).toBe(false);
      const edits = locked.kind === 'locked' ? lineEdits(before, locked.text) : [];
      // What is not about the new package stays as it was.
      expect(edits.length).toBeGreaterThan(0);
      expect(edits.every(({ start, end }) => before.slice(start, end).trim().length < 120)).toBe(true);
    },
    120_000,
  );

  it.skipIf(place === undefined)(
    'says that the registry has no such package',
    async () => {
      start(name, place ?? null);
      const { lockWith } = await project('first');
      expect(await lockWith('first', 'nobody-has-it')).toEqual({
        kind: 'failed',
        reason: `The registry has no such package or version, says ${name}.`,
      });
    },
    120_000,
  );
});

describe('a lock file is left alone', () => {
  /** A program that only says which version it is. */
  function pretend(name: string, version: string): void {
    const place = join(temporaryFolder(), 'says.cjs');
    writeFileSync(place, `console.log(${JSON.stringify(version)});`);
    start(name, place);
  }

  it.each([
    ['__metadata:\n  version: 8\n', '1.22.22'],
    ['# yarn lockfile v1\n', '4.9.1'],
  ])('where another Yarn wrote it than the one that is installed', async (lock, version) => {
    pretend('yarn', version);
    const dir = await projectFolder({ 'package.json': manifest(), 'yarn.lock': lock });
    const manager = managerOf(dir, '.');
    expect(manager).toEqual({ name: 'yarn', lock: 'yarn.lock' });
    expect(manager && (await lockFor(dir, manager, { path: 'package.json', text: manifest() }))).toEqual({
      kind: 'failed',
      reason: `yarn.lock is of another yarn than the one that is installed here (${version}).`,
    });
  });

  it('where code of the project decides what is installed, or only its own manager can write it', async () => {
    pretend('pnpm', '10.0.0');
    const files = {
      'package.json': manifest(),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      '.pnpmfile.cjs': '',
    };
    const dir = await projectFolder(files);
    const text = manifest('first');
    const lock = { path: 'package.json', text };
    expect(await lockFor(dir, { name: 'pnpm', lock: 'pnpm-lock.yaml' }, lock)).toMatchObject({
      reason: expect.stringContaining('code of the project'),
    });
    const bun = await projectFolder({ 'package.json': manifest(), 'bun.lock': '{}' });
    expect(managerOf(bun, '.')?.name).toBe('bun');
    expect(await lockFor(bun, { name: 'bun', lock: 'bun.lock' }, lock)).toMatchObject({
      reason: 'bun.lock can only be written by bun itself.',
    });
  });
});
