import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';
import { createProjects } from './index.ts';

async function setUp() {
  const dataDir = temporaryFolder();
  const samplesDir = await projectFolder({ 'shop/index.js': '1' });
  return { projects: createProjects({ dataDir, samplesDir }), dataDir };
}

describe('the projects service', () => {
  it('remembers opened projects, the last one first, and says which are gone', async () => {
    const { projects } = await setUp();
    const a = await projectFolder({ 'a.js': '' });
    const b = await projectFolder({ 'b.js': '' });
    await projects.open({ dir: a });
    await projects.open({ dir: b });
    await projects.open({ dir: a });
    await rm(b, { recursive: true });
    expect((await projects.recent({})).map((p) => [p.dir, p.exists])).toEqual([
      [a, true],
      [b, false],
    ]);
    await projects.forget({ dir: b });
    expect((await projects.recent({})).map((p) => p.dir)).toEqual([a]);
  });

  it('takes a link to a project for the project', async () => {
    const { projects } = await setUp();
    const dir = await projectFolder({ 'a.js': '' });
    const link = join(temporaryFolder(), 'link');
    await symlink(dir, link);
    expect((await projects.open({ dir: link })).dir).toBe(dir);
  });

  it('keeps saved configurations out of the project, and removes and hides them', async () => {
    const { projects } = await setUp();
    const dir = await projectFolder({ 'index.js': '' });
    const own = { id: 'mine', name: 'Mine', command: 'node x', cwd: '.', env: { A: '1' }, level: 1 } as const;
    const saved = await projects.saveConfiguration({ dir, configuration: own });
    expect(saved.configurations[0]).toEqual({ ...own, origin: 'saved' });
    expect(await readdir(dir)).toEqual(['index.js']);
    await projects.removeConfiguration({ dir, id: 'mine' });
    const left = await projects.removeConfiguration({ dir, id: 'entry:index.js' });
    expect(left.configurations).toEqual([]);
  });

  it('replaces a detected configuration in its place when it is saved under its id', async () => {
    const { projects } = await setUp();
    const dir = await projectFolder({ 'package.json': { scripts: { dev: 'x', start: 'x' } } });
    const changed = {
      id: 'script:start',
      name: 'start',
      command: 'npm start -- -v',
      cwd: '.',
      env: {},
      level: null,
    };
    const project = await projects.saveConfiguration({ dir, configuration: changed });
    expect(project.configurations.map((c) => [c.command, c.origin])).toEqual([
      ['npm run dev', 'script'],
      ['npm start -- -v', 'saved'],
    ]);
  });

  it('copies a sample once and opens the copy', async () => {
    const { projects, dataDir } = await setUp();
    expect((await projects.samples({})).map((sample) => sample.id)).toEqual(['shop']);
    const first = await projects.openSample({ id: 'shop' });
    const second = await projects.openSample({ id: 'shop' });
    expect(first.dir).toBe(join(dataDir, 'samples', 'shop'));
    expect(second.dir).toBe(first.dir);
    await expect(projects.openSample({ id: '../../etc' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lists folders for a picker and marks projects', async () => {
    const { projects } = await setUp();
    const dir = await projectFolder({
      'app/package.json': {},
      'plain/x.txt': '',
      '.git/x': '',
      'file.txt': '',
    });
    await mkdir(join(dir, 'node_modules'));
    const listing = await projects.browse({ dir });
    expect(listing.folders).toEqual([
      { name: 'app', isProject: true },
      { name: 'plain', isProject: false },
    ]);
    await expect(projects.browse({ dir: join(dir, 'gone') })).rejects.toMatchObject({ code: 'refused' });
  });
});
