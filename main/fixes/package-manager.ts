import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { glob } from 'tinyglobby';
import type { ProjectDir } from '#contract';
import { runTool } from './run-tool.ts';

/** What keeps a lock file in step with a manifest. */
export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn';
  /** Relative to the project. */
  readonly lock: string;
  /** Writes the lock file alone, and starts no script of any package. */
  readonly args: readonly string[];
}

/** The lock file after a manifest was changed, or why there is none: a sentence. */
export type Locked =
  | { readonly kind: 'locked'; readonly text: string }
  | { readonly kind: 'failed'; readonly reason: string };

const LIMIT_MS = 120_000;

const managers: readonly Omit<PackageManager, 'lock'>[] = [
  { name: 'npm', args: ['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'] },
  { name: 'pnpm', args: ['install', '--lockfile-only', '--ignore-scripts'] },
  { name: 'yarn', args: ['install', '--mode=update-lockfile'] },
];
const locks = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  pnpm: ['pnpm-lock.yaml'],
  yarn: ['yarn.lock'],
} as const;

/** By the lock file nearest above a folder of the project; `null` where there is none. */
export function managerOf(dir: ProjectDir, folder: string): PackageManager | null {
  for (let at = folder; ; at = dirname(at)) {
    for (const manager of managers)
      for (const name of locks[manager.name])
        if (existsSync(join(dir, at, name))) return { ...manager, lock: at === '.' ? name : `${at}/${name}` };
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
  const copy = await mkdtemp(join(tmpdir(), 'callscape-lock-'));
  try {
    const needed = await glob(
      ['**/package.json', 'pnpm-workspace.yaml', '.npmrc', '.yarnrc', '.yarnrc.yml', '.yarn/releases/*'],
      {
        cwd: join(dir, root),
        dot: true,
        ignore: ['**/node_modules/**'],
        followSymbolicLinks: false,
      },
    );
    for (const path of [...needed, manager.lock.slice(root === '.' ? 0 : root.length + 1)]) {
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await copyFile(join(dir, root, path), join(copy, path));
    }
    const own = root === '.' ? manifest.path : manifest.path.slice(root.length + 1);
    await writeFile(join(copy, own), manifest.text);
    const program = process.platform === 'win32' ? `${manager.name}.cmd` : manager.name;
    const answer = await runTool({ program, args: manager.args, cwd: copy, limitMs: LIMIT_MS }, signal);
    if (answer === null)
      return {
        kind: 'failed',
        reason: `${manager.name} is not installed here, or did not end in two minutes.`,
      };
    if (answer.code !== 0)
      return { kind: 'failed', reason: complaintOf(manager.name, `${answer.stderr}\n${answer.stdout}`) };
    return {
      kind: 'locked',
      text: await readFile(join(copy, manager.lock.slice(root === '.' ? 0 : root.length + 1)), 'utf8'),
    };
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}

/** What a package manager said, in a sentence that tells a network that is down from a package that does not exist. */
function complaintOf(name: string, text: string): string {
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ECONNRESET|network|ERR_SOCKET/i.test(text))
    return `${name} could not reach the registry: try again when there is a network.`;
  if (/\bE?404\b|not found|No matching version|ETARGET/i.test(text))
    return `The registry has no such package or version, says ${name}.`;
  const line = text.split('\n').find((one) => /error|ERR/i.test(one)) ?? text.trim().split('\n')[0] ?? '';
  return `${name} failed: ${line.trim().slice(0, 200)}`;
}
