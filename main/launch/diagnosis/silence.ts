import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Diagnosis } from '#contract';
import type { Environment } from '../environment.ts';

/** The oldest Node that the hook is built for. */
const oldestNode = [20, 0, 0] as const;

/** Why a run that ended well recorded nothing. Asks the Node that the target's environment leads to for its version. */
export async function diagnoseSilence(env: Environment, cwd: string): Promise<Diagnosis> {
  const version = await nodeVersion(env, cwd);
  if (version === null) {
    return {
      title: 'No calls were recorded',
      detail: 'There is no Node on the PATH that Callscape was started with, and only Node is traced.',
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
    title: 'No calls were recorded',
    detail: 'The command ended well, and no function of the project was called in a Node process of it.',
    action:
      'Check that the command runs files of this project with Node, and what TRACING_INCLUDE_FILES, TRACING_EXCLUDE_FILES and TRACING_LANGUAGES leave out.',
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
