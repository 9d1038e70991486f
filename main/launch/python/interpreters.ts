import { access, constants, readdir, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A Python that could run a project. */
export interface Interpreter {
  /** Absolute path of the program. */
  readonly path: string;
  /** Why it is a candidate. */
  readonly origin: 'setting' | 'environment' | 'pyenv' | 'path';
  /** Its virtual environment's folder; null for one that belongs to no environment. */
  readonly virtualEnv: string | null;
}

export interface InterpreterSearch {
  /** Absolute folder of the project. */
  readonly dir: string;
  /** What the target will be started with. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The program a person chose by setting; empty: none. */
  readonly chosen: string;
}

const windows = process.platform === 'win32';
const programs = windows ? ['python.exe'] : ['python3', 'python'];
const binFolder = windows ? 'Scripts' : 'bin';

/**
 * The Pythons of a project, the one that is meant first: a person's choice, an environment that is active or lies in the
 * project, the version that `.python-version` names, what is first on the path, and then every other of pyenv's.
 * None of them is run.
 */
export async function findInterpreters(search: InterpreterSearch): Promise<Interpreter[]> {
  const { dir, env, chosen } = search;
  const found = [
    ...(chosen === '' ? [] : [await asChosen(chosen)]),
    ...(await environments(dir, env.VIRTUAL_ENV)),
    ...(await pyenvVersions(dir, env)),
    ...(await onPath(env)),
    ...(await allOfPyenv(env)),
  ];
  const runnable = await Promise.all(found.map(async (one) => (await isProgram(one.path)) && one));
  const paths = new Set<string>();
  return runnable.filter((one) => one !== false).filter(({ path }) => !paths.has(path) && paths.add(path));
}

async function asChosen(path: string): Promise<Interpreter> {
  const folder = join(path, '..', '..');
  const virtualEnv = (await isEnvironment(folder)) ? folder : null;
  return { path, origin: 'setting', virtualEnv };
}

/** One that is active counts above those of the project: somebody activated it on purpose. */
async function environments(dir: string, active: string | undefined): Promise<Interpreter[]> {
  const folders = ['.venv', 'venv', 'env', '.env'].map((name) => join(dir, name));
  if (active) folders.unshift(active);
  const found: Interpreter[] = [];
  for (const folder of folders) {
    if (!(await isEnvironment(folder))) continue;
    for (const program of programs)
      found.push({ path: join(folder, binFolder, program), origin: 'environment', virtualEnv: folder });
  }
  return found;
}

const isEnvironment = (folder: string): Promise<boolean> => isReadable(join(folder, 'pyvenv.cfg'));

/** Those that the project's `.python-version` names, in its order; `3.11` is the newest 3.11 that is installed. */
async function pyenvVersions(dir: string, env: InterpreterSearch['env']): Promise<Interpreter[]> {
  const wanted = await readFile(join(dir, '.python-version'), 'utf8').catch(() => '');
  const installed = await pyenvInstalled(env);
  return wanted
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((name) => name !== '')
    .flatMap((name) => {
      const match = installed.find((one) => one === name || one.startsWith(`${name}.`));
      return match === undefined ? [] : [ofPyenv(match, env)];
    });
}

async function allOfPyenv(env: InterpreterSearch['env']): Promise<Interpreter[]> {
  return (await pyenvInstalled(env))
    .filter((name) => name.startsWith('3.'))
    .map((name) => ofPyenv(name, env));
}

function ofPyenv(version: string, env: InterpreterSearch['env']): Interpreter {
  const path = join(pyenvVersionsFolder(env), version, binFolder, programs[0] as string);
  return { path, origin: 'pyenv', virtualEnv: null };
}

/** Newest first. */
async function pyenvInstalled(env: InterpreterSearch['env']): Promise<string[]> {
  const names = await readdir(pyenvVersionsFolder(env)).catch((): string[] => []);
  return names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
}

const pyenvVersionsFolder = (env: InterpreterSearch['env']): string =>
  join(env.PYENV_ROOT ?? join(homedir(), '.pyenv'), 'versions');

async function onPath(env: InterpreterSearch['env']): Promise<Interpreter[]> {
  const folders = (env.PATH ?? env.Path ?? '').split(delimiter).filter(Boolean);
  return folders.flatMap((folder) =>
    programs.map((program): Interpreter => {
      return { path: join(folder, program), origin: 'path', virtualEnv: null };
    }),
  );
}

const isProgram = (path: string): Promise<boolean> => may(path, constants.X_OK);
const isReadable = (path: string): Promise<boolean> => may(path, constants.R_OK);

async function may(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}
