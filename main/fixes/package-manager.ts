import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import type { ProjectDir } from '#contract';
import { runTool } from './run-tool.ts';

/** What keeps a lock file in step with a manifest. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn' | 'bun';
  /** Relative to the project. */
  readonly lock: string;
}

/** The lock file after a manifest was changed, or why there is none: a sentence. */
export type Locked =
  | { readonly kind: 'locked'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

const LIMIT_MS = 120_000;

/** How a package manager is told to write the lock file and to start no script of any package. */
interface Order {
  readonly args: readonly string[];
  /** On a machine for builds they refuse to write a lock file unless told otherwise. */
  readonly env: Readonly<Record<string, string>>;
  /** The versions that know this form of the lock file. */
  readonly versions: RegExp;
}

const npm = { args: ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'] };
const pnpm = { args: ['install', '--lockfile-only', '--ignore-scripts', '--no-frozen-lockfile'] };
/** Yarn that the project brings along is code of the project, and is not started. */
const yarn = { YARN_IGNORE_PATH: '1', COREPACK_ENABLE_DOWNLOAD_PROMPT: '0' };
/** The first Yarn cannot write the lock file alone: it installs into the copy. */
const yarnClassic = {
  args: ['install', '--ignore-scripts', '--no-bin-links', '--non-interactive', '--no-progress'],
  env: yarn,
  versions: /^[01]\./,
};
const yarnBerry = {
  args: ['install', '--mode=update-lockfile'],
  env: { ...yarn, YARN_ENABLE_IMMUTABLE_INSTALLS: '0', YARN_ENABLE_TELEMETRY: '0', YARN_ENABLE_SCRIPTS: '0' },
  versions: /^(?:[2-9]|\d\d)/,
};

function orderFor(name: PackageManager['name'], lock: string): Order | null {
  switch (name) {
    case 'npm':
      return { ...npm, env: {}, versions: /./ };
    case 'pnpm':
      return { ...pnpm, env: {}, versions: /./ };
    case 'yarn':
      return /^__metadata:/m.test(lock) ? yarnBerry : yarnClassic;
    case 'bun':
      return null;
  }
}

const locks = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
  bun: ['bun.lock', 'bun.lockb'],
} as const;
const managers = Object.keys(locks) as (keyof typeof locks)[];

/** By the lock file nearest above a folder of the project; `null` where there is none. */
export function managerOf(dir: ProjectDir, folder: string): PackageManager | null {
  for (let at = folder; ; at = dirname(at)) {
    for (const name of managers)
      for (const lock of locks[name])
        if (existsSync(join(dir, at, lock))) return { name, lock: at === '.' ? lock : `${at}/${lock}` };
    if (at === '.') return null;
  }
}

/** What a person types to add a package. */
export const addCommand = (manager: PackageManager | null, name: string): string =>
  manager === null || manager.name === 'npm' ? `npm install ${name}` : `${manager.name} add ${name}`;

/**
 * Lets the package manager write the lock file that goes with a changed manifest: in a copy of the manifests, so that nothing of the
 * project is touched, and none of its code or its packages' scripts runs. Asks the project's registry.
 *
 * @param manifest path and new text of the manifest
 */
export async function lockFor(
  dir: ProjectDir,
  manager: PackageManager,
  manifest: { readonly path: string; readonly text: string },
  signal?: AbortSignal,
): Promise<Locked> {
  const root = dirname(manager.lock);
  const lock = manager.lock.slice(root === '.' ? 0 : root.length + 1);
  const before = await readFile(join(dir, manager.lock), 'utf8');
  const order = orderFor(manager.name, before);
  if (order === null) return failed(`${lock} can only be written by ${manager.name} itself.`);
  if (existsSync(join(dir, root, '.pnpmfile.cjs')))
    return failed('.pnpmfile.cjs decides what is installed, and is code of the project.');
  const copy = await mkdtemp(join(tmpdir(), 'callscape-lock-'));
  const program = process.platform === 'win32' ? `${manager.name}.cmd` : manager.name;
  const start = (args: readonly string[]) =>
    runTool({ program, args, cwd: copy, env: order.env, limitMs: LIMIT_MS }, signal);
  try {
    const needed = await glob(
      ['**/package.json', 'pnpm-workspace.yaml', '.npmrc', '.yarnrc', '.yarnrc.yml'],
      {
        cwd: join(dir, root),
        dot: true,
        ignore: ['**/node_modules/**'],
        followSymbolicLinks: false,
      },
    );
    for (const path of [...needed, lock]) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await copyFile(join(dir, root, path), join(copy, path));
    }
    const own = root === '.' ? manifest.path : manifest.path.slice(root.length + 1);
    await writeFile(join(copy, own), manifest.text);
    const version = (await start(['--version']))?.stdout.trim();
    if (version === undefined) return failed(`${manager.name} is not installed here.`);
    if (!order.versions.test(version))
      return failed(
        `${lock} is of another ${manager.name} than the one that is installed here (${version}).`,
      );
    const answer = await start(order.args);
    if (answer === null) return failed(`${manager.name} did not end in two minutes.`);
    if (answer.code !== 0) return failed(complaintOf(manager.name, `${answer.stderr}\n${answer.stdout}`));
    const text = await readFile(join(copy, lock), 'utf8');
    if (formOf(text) !== formOf(before))
      return failed(`${manager.name} ${version} would write ${lock} anew in another form.`);
    return { kind: 'locked', text };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

const failed = (reason: string): Locked => ({ kind: 'failed', reason });

/** What a lock file says of its own form. */
const formOf = (lock: string): string | undefined =>
  /^"?\s*"?lockfileVersion"?:\s*(.+?),?$|^ {2}version: (\d+)$/m.exec(lock)?.slice(1).find(Boolean);

/** What a package manager said, in a sentence that tells a network that is down from a package that does not exist. */
function complaintOf(name: string, text: string): string {
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|network|ERR_SOCKET/i.test(text))
    return `${name} could not reach the registry: try again when there is a network.`;
  if (/\bE?404\b|not found|Couldn't find package|No matching version|ETARGET/i.test(text))
    return `The registry has no such package or version, says ${name}.`;
  const line = text.split('\n').find((one) => /error|ERR/i.test(one)) ?? text.trim().split('\n')[0] ?? '';
  return `${name} failed: ${line.trim().slice(0, 200)}`;
}
