import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

export interface Python {
  /** `3.11`. */
  readonly version: string;
  readonly command: string;
}

export const VERSIONS = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'] as const;

function versionOf(command: string): string | undefined {
  const { status, stdout } = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : undefined;
}

function candidates(): string[] {
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');
  const installed = existsSync(pyenv)
    ? readdirSync(pyenv).map((name) => join(pyenv, name, 'bin', 'python3'))
    : [];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('shims'));
  const named = folders.flatMap((folder) => VERSIONS.map((version) => join(folder, `python${version}`)));
  return [...installed, ...named, ...folders.map((folder) => join(folder, 'python3'))].filter(existsSync);
}

/** One interpreter of each version that is installed here, oldest first. */
export function findPythons(): readonly Python[] {
  const found = new Map<string, string>();
  for (const command of candidates()) {
    const version = versionOf(command);
    if (version && !found.has(version)) found.set(version, command);
  }
  return VERSIONS.flatMap((version) => {
    const command = found.get(version);
    return command ? [{ version, command }] : [];
  });
}
