import { createHash } from 'node:crypto';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findInterpreters, type Interpreter } from './interpreters.ts';
import { buildRecorder } from './recorder.ts';

export { findExecutable } from './executable.ts';
export { findInterpreters, type Interpreter } from './interpreters.ts';

export interface PythonLaunch {
  /** Absolute folder of the project. */
  readonly dir: string;
  /** The shell line that is about to run. */
  readonly command: string;
  /** The target's environment so far. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `TRACING_PYTHON`; empty: found. */
  readonly chosen: string;
  /** Folder of the hook, and the tracer's cache. */
  readonly pythonHook: string;
  readonly cacheDir: string;
}

const pythonFile = /\.pyw?$|^(pyproject\.toml|setup\.(py|cfg)|requirements.*\.txt|Pipfile|\.python-version)$/;
const pythonCommand =
  /(^|[\s/;&|])(python[\d.]*|py|pytest|pip[\d.]*|uv|poetry|pipenv|uvicorn|gunicorn|flask|celery|tox|nox)\b/;

/** What a target of Python is started with besides the hook. */
export interface PythonPrograms {
  /** Folders that stand first on the path, as an activated environment has them. */
  readonly programs: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Whether the project's folder or the command speaks of Python. */
export async function speaksOfPython(dir: string, command: string): Promise<boolean> {
  if (pythonCommand.test(command)) return true;
  const names = await readdir(dir).catch((): string[] => []);
  return names.some((name) => pythonFile.test(name));
}

/**
 * Chooses the Python of a target and builds the recorder in C for it. Nothing changes, and nothing is built, where neither
 * the project's folder nor the command speaks of Python. Never rejects: without a compiler the recorder in Python does the work.
 */
export async function preparePython(launch: PythonLaunch): Promise<PythonPrograms> {
  if (!(await speaksOfPython(launch.dir, launch.command))) return nothing;
  const interpreters = await findInterpreters(launch);
  await buildRecorder(interpreters, launch.pythonHook, launch.cacheDir);
  const [meant] = interpreters;
  return meant === undefined || meant.origin === 'path' ? nothing : activated(meant, launch.cacheDir);
}

const nothing: PythonPrograms = { programs: [], env: {} };

async function activated(
  { path, virtualEnv, origin }: Interpreter,
  cacheDir: string,
): Promise<PythonPrograms> {
  if (virtualEnv !== null) return { programs: [dirname(path)], env: { VIRTUAL_ENV: virtualEnv } };
  const folders = origin === 'setting' ? [await folderOfNames(path, cacheDir)] : [];
  return { programs: [...folders, dirname(path)], env: {} };
}

/** `python3` and `python` have to be the program that was chosen, even `/usr/bin/python3.9` beside a newer one. */
async function folderOfNames(path: string, cacheDir: string): Promise<string> {
  const folder = join(cacheDir, 'python', createHash('sha256').update(path).digest('hex').slice(0, 16));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of ['python3', 'python']) {
    // There already from an earlier run, or links are not to be had: then the program's own folder has to do.
    await symlink(path, join(folder, name)).catch(() => {});
  }
  return folder;
}
