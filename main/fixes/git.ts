import { execFile } from 'node:child_process';
import { ContractError, type ProjectDir } from '#contract';
import type { Step } from './steps.ts';

/** What Git knows of a project. */
export interface Git {
  /** Those of these paths that differ from the last commit, or are not in it. */
  uncommitted(paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** Why fixes of these files cannot be commits; `null` when they can. */
  obstacle(paths: readonly string[]): Promise<string | null>;
  /**
   * Makes a commit of one fix, whatever other fixes have done to its files meanwhile. The project's own hooks run.
   * Rejects with `refused` and what Git or a hook said. Returns the commit's full name.
   */
  commit(message: string, steps: readonly Step[], content: (hash: string) => Uint8Array): Promise<string>;
}

/**
 * A folder that was opened may name programs in its Git configuration that Git would start by itself. Nothing of that kind
 * happens before a person asks for a commit.
 */
const unasked = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-optional-locks'];

/** `null` where the project is in no work tree, or Git is not installed. */
export async function openGit(dir: ProjectDir): Promise<Git | null> {
  const inside = await git(dir, [...unasked, 'rev-parse', '--is-inside-work-tree']).catch(() => '');
  if (inside.trim() !== 'true') return null;

  /** Two letters of state for each path, as `git status` has them. */
  async function states(paths: readonly string[]): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    if (paths.length === 0) return found;
    const args = [
      ...unasked,
      'status',
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--ignored=matching',
    ];
    const [out, prefix] = await Promise.all([
      git(dir, [...args, '--', ...paths.map((path) => `:(literal)${path}`)]),
      git(dir, [...unasked, 'rev-parse', '--show-prefix']),
    ]);
    for (const row of out.split('\0'))
      if (row !== '') found.set(row.slice(3).slice(prefix.trim().length), row.slice(0, 2));
    return found;
  }

  return {
    uncommitted: async (paths) => new Set((await states(paths)).keys()),
    async obstacle(paths) {
      const staged = await git(dir, [...unasked, 'diff', '--cached', '--name-only', '-z']);
      if (staged !== '')
        return 'There are staged changes, which the commits would take along. Commit or unstage them.';
      const dirty = [...(await states(paths)).keys()];
      if (dirty.length === 0) return null;
      return `${dirty.join(', ')} ${dirty.length === 1 ? 'has' : 'have'} changes that are not committed. Commit or stash them, or apply without commits.`;
    },
    async commit(message, steps, content) {
      try {
        for (const { path, to, mode } of steps)
          await stage(dir, path, to === null ? null : content(to), mode);
        await git(dir, ['commit', '--quiet', '-m', message]);
        return (await git(dir, ['rev-parse', 'HEAD'])).trim();
      } catch (error) {
        await git(dir, [...unasked, 'reset', '--quiet', '--', ...steps.map(({ path }) => path)]).catch(
          () => '',
        );
        throw new ContractError(
          'refused',
          `"${message}" is applied, but could not be committed: ${(error as Error).message}`,
        );
      }
    },
  };
}

async function stage(
  dir: ProjectDir,
  path: string,
  bytes: Uint8Array | null,
  mode: number | undefined,
): Promise<void> {
  if (bytes === null) {
    await git(dir, ['rm', '--cached', '--quiet', '--', `:(literal)${path}`]);
    return;
  }
  const blob = (await git(dir, ['hash-object', '-w', '--path', path, '--stdin'], bytes)).trim();
  const [known = ''] = (await git(dir, ['ls-files', '--stage', '--', `:(literal)${path}`])).split(' ');
  const kind = known || (((mode ?? 0) & 0o100) === 0 ? '100644' : '100755');
  const prefix = (await git(dir, ['rev-parse', '--show-prefix'])).trim();
  await git(dir, ['update-index', '--add', '--cacheinfo', `${kind},${blob},${prefix}${path}`]);
}

/** The standard output; rejects with what Git said. */
function git(dir: ProjectDir, args: readonly string[], input?: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { cwd: dir, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' } as const;
    const child = execFile('git', [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || stdout.trim() || error.message));
    });
    // Git that has gone already says why by itself.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
