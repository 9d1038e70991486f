import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/**
 * Tools of others that some tests try when somebody has installed them, and that Callscape itself does not need:
 * `npm install --prefix "$TMPDIR/callscape-tools" eslint prettier standard pnpm yarn @yarnpkg/cli-dist`, and Ruff from wherever it is had.
 */
export const toolFolder = process.env.CALLSCAPE_TOOLS ?? join(tmpdir(), 'callscape-tools');

/** The folder of a package among them; `null` where it is not installed. */
export function extraTool(name: string): string | null {
  const place = join(toolFolder, 'node_modules', ...name.split('/'));
  return existsSync(place) ? place : null;
}

/** A program of the machine, or of the tools; `null` where there is none. */
export function extraProgram(name: string): string | null {
  const folders = [join(toolFolder, 'node_modules', '.bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((place) => existsSync(place)) ?? null;
}

/** Said behind the name of a test that is left out because its tool is not installed. */
export const leftOut = (isThere: boolean): string => (isThere ? '' : ' (skipped: not installed)');
