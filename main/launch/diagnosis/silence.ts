import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Diagnosis } from '#contract';
import type { Environment } from '../environment.ts';
import { speaksOfPython } from '../python/index.ts';

/** The oldest Node that the hook is built for. */
const oldestNode = [20, 0, 0] as const;

export interface SilentRun {
  /** The target's environment, and where it ran. */
  readonly env: Environment;
  readonly cwd: string;
  /** The project's folder. */
  readonly dir: string;
  readonly command: string;
  /** What the tracer left alone, and why. */
  readonly skipped: readonly { readonly file: string; readonly reason: string }[];
}

const title = 'No calls were recorded';
const settings = 'what TRACING_INCLUDE_FILES, TRACING_EXCLUDE_FILES and TRACING_LANGUAGES leave out';

/** Why a run that ended well recorded nothing. Asks the Node that the target's environment leads to for its version. */
export async function diagnoseSilence({ env, cwd, dir, command, skipped }: SilentRun): Promise<Diagnosis> {
  const [first] = skipped;
  if (first !== undefined) {
    return {
      title,
      detail: `The command ended well. Left alone was ${first.file}: ${first.reason}.`,
      action: 'The list of problems names everything that was left alone.',
    };
  }
  if (await speaksOfPython(dir, command)) {
    return {
      title,
      detail:
        'The command ended well, and no function of the project was called in a Python or Node process of it.',
      action: `Check that the command runs files of this project, and ${settings}. Python that is started with -I, -E or -S is not traced.`,
    };
  }
  const version = await nodeVersion(env, cwd);
  if (version === null) {
    return {
      title,
      detail:
        'There is no Node on the PATH that Callscape was started with, and nothing here speaks of Python.',
      action: 'Install Node, or start Callscape from a terminal in which node works.',
    };
  }
  if (isOlder(version, oldestNode)) {
    return {
      title: `Node ${version} is too old to be traced`,
      detail: `The command ran with Node ${version}; tracing needs ${oldestNode.join('.')} or newer.`,
      action: 'Use a newer Node for this project and run it again.',
    };
  }
  return {
    title,
    detail: 'The command ended well, and no function of the project was called in a Node process of it.',
    action: `Check that the command runs files of this project with Node, and ${settings}.`,
  };
}

async function nodeVersion(env: Environment, cwd: string): Promise<string | null> {
  const { NODE_OPTIONS: _hook, ...plain } = env;
  try {
    const { stdout } = await promisify(execFile)('node', ['--version'], { env: plain, cwd, timeout: 5000 });
    return stdout.trim().replace(/^v/, '');
  } catch {
    return null;
  }
}

function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, wanted] of than.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}
