import type { ProjectDir } from '#contract';
import { runTool } from './run-tool.ts';

const LIMIT_MS = 20_000;

/** A name that npm takes: nothing that a shell or a command line could read as something else. */
const packageName = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i;

/** The newest version of a package, or why it is not known: a sentence. */
export type Latest = { readonly version: string } | { readonly reason: string };

/**
 * Asks the project's registry for the newest version of a package: through npm, so that the project's own registry and credentials
 * count. Nothing is installed, and no code of the project runs.
 */
export async function latestVersion(dir: ProjectDir, name: string, signal?: AbortSignal): Promise<Latest> {
  if (!packageName.test(name)) return { reason: `"${name}" is no name of a package.` };
  const program = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['view', name, 'version', '--json', '--ignore-scripts', '--fetch-retries=0'];
  const answer = await runTool({ program, args, cwd: dir, limitMs: LIMIT_MS }, signal);
  const version = answer?.code === 0 ? versionIn(answer.stdout) : null;
  if (version !== null) return { version };
  const isUnknown = /E404|404 Not Found/i.test(`${answer?.stderr}${answer?.stdout}`);
  return {
    reason: isUnknown
      ? `The registry has no package ${name}.`
      : 'The registry could not be reached: try again when there is a network.',
  };
}

function versionIn(answer: string): string | null {
  try {
    const version: unknown = JSON.parse(answer);
    return typeof version === 'string' && /^\d+\.\d+\.\d+/.test(version) ? version : null;
  } catch {
    return null;
  }
}
