import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { ContractError } from '#contract';
import { privateFolder } from './private-files.ts';

/** Absolute path of the folder that holds everything Callscape keeps: `CALLSCAPE_DATA_DIR`, or the platform's place. */
export function defaultDataDir(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.CALLSCAPE_DATA_DIR) return resolve(env.CALLSCAPE_DATA_DIR);
  const home = homedir();
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Callscape');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Callscape');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'callscape');
}

/** Makes the data directory where it is missing. `refused`, with what to do, when it cannot be made or written. */
export async function prepareDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: privateFolder });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ContractError(
      'refused',
      `Callscape cannot keep its data in ${dataDir} (${code ?? message}). Correct that, or choose another folder with CALLSCAPE_DATA_DIR.`,
    );
  }
}

/** Where the things of one project are kept, all absolute. */
export interface ProjectPaths {
  readonly root: string;
  /** The catalogue of its runs. */
  readonly catalogue: string;
  readonly recordings: string;
  readonly spool: string;
  /** What analyses have learnt of its source files. */
  readonly sources: string;
}

export const projectsRoot = (dataDir: string): string => join(dataDir, 'projects');

/** A project's folder is named for people, and told apart from its namesakes by a hash of where it is. */
export function projectPaths(dataDir: string, projectDir: string): ProjectPaths {
  const hash = createHash('sha256').update(projectDir).digest('hex').slice(0, 10);
  const name = basename(projectDir).replace(/[^\w.-]+/g, '-') || 'root';
  return projectPathsAt(join(projectsRoot(dataDir), `${name}-${hash}`));
}

export function projectPathsAt(root: string): ProjectPaths {
  return {
    root,
    catalogue: join(root, 'catalogue.sqlite'),
    recordings: join(root, 'recordings'),
    spool: join(root, 'spool'),
    sources: join(root, 'sources'),
  };
}

/** Where rewritten sources are kept by content hash, shared by all projects. */
export const instrumentedCache = (dataDir: string): string => join(dataDir, 'cache', 'instrumented');

/** Queries that took long, one JSON object a line. */
export const slowQueryFile = (dataDir: string): string => join(dataDir, 'logs', 'slow-queries.log');
