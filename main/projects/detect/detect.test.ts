import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../testing/folder.ts';
import { detectProject } from './index.ts';

const commands = (project: Awaited<ReturnType<typeof detectProject>>) =>
  project.configurations.map((c) => c.command);

describe('detecting a project', () => {
  it('ranks languages by their files and leaves out what was installed or built', async () => {
    const dir = await projectFolder({
      'src/a.ts': '',
      'src/b.tsx': '',
      'src/types.d.ts': '',
      'tool.py': '',
      'node_modules/x/index.js': '',
      'dist/out.js': '',
      '.hidden/h.js': '',
    });
    const project = await detectProject(dir);
    expect(project.languages).toEqual([
      { language: 'typescript', files: 2 },
      { language: 'python', files: 1 },
    ]);
  });

  it('offers the scripts a person starts, the usual ones first', async () => {
    const dir = await projectFolder({
      'package.json': {
        name: 'api',
        type: 'module',
        scripts: { build: 'x', prebuild: 'x', prepare: 'x', 'a b': 'x', start: 'x', dev: 'x' },
      },
      'yarn.lock': '',
    });
    const project = await detectProject(dir);
    expect(project).toMatchObject({ name: 'api', packageManager: 'yarn', moduleType: 'module' });
    expect(commands(project)).toEqual(['yarn run dev', 'yarn run start', 'yarn run build', 'yarn run "a b"']);
  });

  it('offers the console scripts and the tests of a Python project, installed or not', async () => {
    const dir = await projectFolder({
      'pyproject.toml':
        '[project]\nname = "job"\n[project.scripts]\njob = "job.cli:app.main"\nodd = "no function"\n[tool.pytest.ini_options]\n',
      'job/cli.py': '',
    });
    const project = await detectProject(dir);
    expect(project.name).toBe('job');
    expect(commands(project)).toEqual([
      'python3 -c "import sys; from job.cli import app; sys.exit(app.main())"',
      'python3 -m pytest',
    ]);
  });

  it('takes a pyproject.toml that is none for an empty one', async () => {
    const dir = await projectFolder({ 'pyproject.toml': '[project', 'main.py': '' });
    expect(commands(await detectProject(dir))).toEqual(['python3 main.py']);
  });

  it('finds entry points that exist, under any export condition, each once', async () => {
    const dir = await projectFolder({
      'package.json': {
        bin: { tool: './bin/tool' },
        main: './lib',
        exports: { '.': { import: './lib/index.mjs', default: './lib/index.js' }, './x': './gone.js' },
      },
      'bin/tool.js': '',
      'lib/index.js': '',
      'lib/index.mjs': '',
      'server.js': '',
    });
    const project = await detectProject(dir);
    expect(project.entryPoints).toEqual([
      { file: 'bin/tool.js', reason: 'bin' },
      { file: 'lib/index.js', reason: 'main' },
      { file: 'lib/index.mjs', reason: 'exports' },
      { file: 'server.js', reason: 'server' },
    ]);
    expect(project.moduleType).toBe('commonjs');
  });

  it('runs TypeScript with what the project has installed for it', async () => {
    const withTsx = await projectFolder({
      'package.json': { devDependencies: { tsx: '4.0.0' } },
      'src/main.ts': '',
    });
    const without = await projectFolder({ 'main.ts': '' });
    expect(commands(await detectProject(withTsx))).toEqual(['npx tsx src/main.ts']);
    expect(commands(await detectProject(without))).toEqual(['node main.ts']);
  });

  it('finds the workspaces of npm and of pnpm', async () => {
    const npm = await projectFolder({
      'package.json': { workspaces: { packages: ['packages/*', '!packages/old'] } },
      'packages/a/package.json': { name: '@x/a' },
      'packages/b/package.json': {},
      'packages/old/package.json': {},
    });
    const pnpm = await projectFolder({
      'package.json': {},
      'pnpm-workspace.yaml': 'packages:\n  # all\n  - "apps/*" # here\ncatalog:\n  - no/*\n',
      'apps/web/package.json': { name: 'web' },
    });
    expect((await detectProject(npm)).workspaces).toEqual([
      { name: '@x/a', dir: 'packages/a' },
      { name: 'b', dir: 'packages/b' },
    ]);
    expect((await detectProject(pnpm)).workspaces).toEqual([{ name: 'web', dir: 'apps/web' }]);
  });

  it('knows how Python projects are started', async () => {
    const dir = await projectFolder({ 'manage.py': '', 'job/tasks/__main__.py': '', 'requirements.txt': '' });
    const project = await detectProject(dir);
    expect(project.packageManager).toBeNull();
    expect(commands(project)).toEqual(['python3 manage.py runserver --noreload', 'python3 -m job.tasks']);
  });

  it('opens a project whose package.json is damaged or has fields of the wrong type', async () => {
    const damaged = await projectFolder({ 'package.json': '{"name": ', 'index.js': '' });
    const odd = await projectFolder({
      'package.json': { name: 7, scripts: [], bin: 1, main: 'index' },
      'index.js': '',
    });
    expect(commands(await detectProject(damaged))).toEqual(['node index.js']);
    expect((await detectProject(odd)).entryPoints).toEqual([{ file: 'index.js', reason: 'main' }]);
  });

  it('refuses a folder without code, a file and a path that does not exist, saying what to do', async () => {
    const empty = await projectFolder({ 'notes.txt': 'hello' });
    await expect(detectProject(empty)).rejects.toMatchObject({
      code: 'refused',
      message: expect.stringMatching(/no package\.json.*Open the folder that holds the source code/s),
    });
    await expect(detectProject(`${empty}/notes.txt`)).rejects.toMatchObject({ code: 'refused' });
    await expect(detectProject(`${empty}/gone`)).rejects.toMatchObject({ code: 'refused' });
  });
});
