import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../testing/folder.ts';
import { preparePython } from './index.ts';
import { findInterpreters } from './interpreters.ts';

const pythonHook = fileURLToPath(new URL('../../../runtime/python', import.meta.url));
const system = (process.env.PATH ?? '')
  .split(':')
  .map((folder) => join(folder, 'python3'))
  .find((path) => !path.includes('shims') && existsSync(path));
const posix = process.platform !== 'win32';

async function withEnvironment(files: Record<string, string> = {}) {
  const dir = await projectFolder({ 'main.py': 'print(1)\n', ...files });
  execFileSync(system as string, ['-m', 'venv', '--without-pip', join(dir, '.venv')]);
  return dir;
}

describe.runIf(posix && system !== undefined)('the Python of a project', () => {
  it('is that of its own virtual environment before the one on the path', async () => {
    const dir = await withEnvironment();
    const found = await findInterpreters({
      dir,
      env: { PATH: process.env.PATH, PYENV_ROOT: dir },
      chosen: '',
    });
    expect(found[0]).toEqual({
      path: join(dir, '.venv', 'bin', 'python3'),
      origin: 'environment',
      virtualEnv: join(dir, '.venv'),
    });
    expect(found.map(({ path }) => path)).toContain(system);
  });

  it('is the newest installed one of the version that .python-version names', async () => {
    const dir = await projectFolder({ '.python-version': '# ours\n3.9\n' });
    for (const version of ['3.9.2', '3.9.18', '3.12.1']) {
      await mkdir(join(dir, 'pyenv', 'versions', version, 'bin'), { recursive: true });
      symlinkSync(system as string, join(dir, 'pyenv', 'versions', version, 'bin', 'python3'));
    }
    const env = { PATH: '', PYENV_ROOT: join(dir, 'pyenv') };
    const found = await findInterpreters({ dir, env, chosen: '' });
    expect(found.map(({ path }) => path.split('/').at(-3))).toEqual(['3.9.18', '3.12.1', '3.9.2']);
  });

  it('is the one a person chose, under the names that commands use', async () => {
    const dir = await projectFolder({ 'main.py': '' });
    const cacheDir = join(dir, 'cache');
    const chosen = join(dir, 'python-special');
    symlinkSync(system as string, chosen);
    const prepared = await preparePython({
      dir,
      command: 'python3 main.py',
      env: process.env,
      chosen,
      pythonHook,
      cacheDir,
    });
    const [first] = prepared.programs;
    expect(readdirSync(first as string).sort()).toEqual(['python', 'python3']);
    const version = (program: string) => execFileSync(program, ['--version'], { encoding: 'utf8' });
    expect(version(join(first as string, 'python3'))).toBe(version(chosen));
  });

  it('starts with its environment activated', async () => {
    const dir = await withEnvironment();
    const prepared = await preparePython({
      dir,
      command: 'python3 main.py',
      env: process.env,
      chosen: '',
      pythonHook,
      cacheDir: join(dir, 'cache'),
    });
    expect(prepared).toEqual({
      programs: [join(dir, '.venv', 'bin')],
      env: { VIRTUAL_ENV: join(dir, '.venv') },
    });
    const seen = execFileSync(join(dir, '.venv', 'bin', 'python3'), ['-c', 'import sys; print(sys.prefix)'], {
      encoding: 'utf8',
    });
    expect(seen.trim()).toBe(join(dir, '.venv'));
  });

  it('gets the recorder in C before it starts, where an interpreter has its headers', async () => {
    const dir = await projectFolder({ 'main.py': '' });
    const cacheDir = join(dir, 'cache');
    const launch = { dir, command: 'python3 main.py', env: process.env, chosen: '', pythonHook, cacheDir };
    await preparePython(launch);
    const interpreters = await findInterpreters({ dir, env: process.env, chosen: '' });
    const headers = interpreters.some(({ path }) => {
      const script =
        'import os, sysconfig; print(os.path.exists(sysconfig.get_paths()["include"] + "/Python.h"))';
      return execFileSync(path, ['-c', script], { encoding: 'utf8' }).trim() === 'True';
    });
    const native = join(cacheDir, 'native');
    expect(existsSync(native) && readdirSync(native).some((name) => name.endsWith('.so'))).toBe(headers);
  });

  it('is left alone in a project without Python', async () => {
    const dir = await projectFolder({ 'main.js': '' });
    await mkdir(join(dir, '.venv'));
    await writeFile(join(dir, '.venv', 'pyvenv.cfg'), '');
    const cacheDir = join(dir, 'cache');
    const launch = { dir, command: 'npm run dev', env: process.env, chosen: '', pythonHook, cacheDir };
    expect(await preparePython(launch)).toEqual({ programs: [], env: {} });
    expect(existsSync(cacheDir)).toBe(false);
  });
});
