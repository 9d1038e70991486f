import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { RealProject } from './projects.ts';

const run = promisify(execFile);

/**
 * Brings a project into a folder as its authors published it, with the packages that its tests need. What was fetched is kept in
 * `cache`, so that the next time needs no network. Returns the folder of the project. Nothing of it has run.
 */
export async function fetchProject(project: RealProject, cache: string, folder: string): Promise<string> {
  const kept = join(cache, `${project.name}-${project.version}`);
  if (!existsSync(join(kept, '.fetched'))) {
    mkdirSync(kept, { recursive: true });
    await (project.from === 'npm' ? fromNpm(project, kept) : fromDebian(project, kept));
    writeFileSync(join(kept, '.fetched'), '');
  }
  const dir = join(folder, project.name);
  // Links of the packages' programs stay links within the copy.
  cpSync(kept, dir, { recursive: true, verbatimSymlinks: true });
  return dir;
}

async function fromNpm({ name, version, extras = [] }: RealProject, kept: string): Promise<void> {
  await run('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', kept]);
  const archive = readdirSync(kept).find((file) => file.endsWith('.tgz'));
  await run('tar', ['xzf', String(archive), '--strip-components=1'], { cwd: kept });
  renameSync(join(kept, String(archive)), join(kept, '..', `${name}-${version}.tgz`));
  await install(kept, extras);
}

/** What it depends on, and what its tests need: its linters and builders are left out, some of which come from elsewhere. */
async function install(kept: string, extras: readonly string[]): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(kept, 'package.json'), 'utf8')) as {
    dependencies?: object;
  };
  const needed = extras.map((extra) => [
    extra.slice(0, extra.lastIndexOf('@')),
    extra.slice(extra.lastIndexOf('@') + 1),
  ]);
  const place = join(kept, '.install');
  mkdirSync(place);
  writeFileSync(
    join(place, 'package.json'),
    JSON.stringify({ private: true, dependencies: { ...dependencies, ...Object.fromEntries(needed) } }),
  );
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--silent'];
  await run('npm', args, { cwd: place });
  renameSync(join(place, 'node_modules'), join(kept, 'node_modules'));
  rmSync(place, { recursive: true });
}

/**
 * The newest source package of the release that the machine has; its version is what the release has. Most machines are set up for
 * programs alone, so that a list of their sources is made beside theirs, from the same places and checked with the same keys.
 */
async function fromDebian({ name }: RealProject, kept: string): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'callscape-apt-'));
  try {
    const lists = join(place, 'lists');
    mkdirSync(join(lists, 'partial'), { recursive: true });
    const known = ['$(SITE) $(RELEASE) $(COMPONENT)', 'Created-By: Packages', 'Label: Debian'];
    const { stdout } = await run('apt-get', ['indextargets', '--format', ...known]);
    const places = new Set(stdout.split('\n').filter((line) => line !== ''));
    writeFileSync(join(place, 'sources.list'), [...places].map((line) => `deb-src ${line}\n`).join(''));
    const options = [
      `Dir::Etc::SourceList=${join(place, 'sources.list')}`,
      'Dir::Etc::SourceParts=/dev/null',
      `Dir::State::Lists=${lists}`,
      'Dir::Cache::srcpkgcache=',
      'Dir::Cache::pkgcache=',
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    await run('apt-get', [...options, 'update']);
    const what = ['source', '--only-source', '--download-only', '--tar-only', name];
    await run('apt-get', [...options, ...what], { cwd: kept });
  } finally {
    rmSync(place, { recursive: true });
  }
  const archive = readdirSync(kept).find((file) => /\.orig\.tar\.\w+$/.test(file));
  await run('tar', ['xf', String(archive), '--strip-components=1'], { cwd: kept });
}
