import { execFile } from 'node:child_process';
import type { ProjectDir } from '#contract';

const LIMIT_MS = 20_000;

/** A name that npm takes: nothing that a shell or a command line could read as something else. */
const packageName = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/i;

/**
 * The newest version of a package that the project's registry has; `null` when it has none, or does not answer. Asked through npm, so
 * that the project's own registry and credentials count. Nothing is installed, and no code of the project runs.
 */
export function latestVersion(dir: ProjectDir, name: string, signal?: AbortSignal): Promise<string | null> {
  if (!packageName.test(name)) return Promise.resolve(null);
  const options = { cwd: dir, timeout: LIMIT_MS, signal, shell: process.platform === 'win32' };
  return new Promise((resolve) => {
    execFile('npm', ['view', name, 'version', '--json', '--ignore-scripts'], options, (error, stdout) => {
      resolve(error === null ? versionIn(stdout) : null);
    });
  });
}

function versionIn(answer: string): string | null {
  try {
    const version: unknown = JSON.parse(answer);
    return typeof version === 'string' && /^\d+\.\d+\.\d+/.test(version) ? version : null;
  } catch {
    return null;
  }
}
