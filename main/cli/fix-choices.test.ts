import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openLocalRegistry } from '../fixes/testing/local-registry.ts';
import { commandLineIn } from '../testing/command-line.ts';
import { projectFolder, writeFiles } from '../testing/folder.ts';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const manifest = (more = '') =>
  `{\n  "name": "case",\n  "type": "module",\n  "scripts": {\n    "start": "node main.js"\n  }${more}\n}\n`;

/** A project in a folder of its own, and `callscape fix` in it. */
async function project(files: Readonly<Record<string, string>>) {
  const dir = await projectFolder(files);
  const { callscape } = commandLineIn(dir);
  return {
    dir,
    read: (path: string) => readFileSync(join(dir, path), 'utf8'),
    fix: (...args: readonly string[]) => callscape('fix', ...args),
    git: (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], {
        cwd: dir,
        encoding: 'utf8',
      }),
  };
}

describe('what callscape fix may do on choice', () => {
  it('is a commit of each fix, and none where a file has changes of its own', async () => {
    const files = {
      'package.json': manifest(),
      'main.js':
        "import { one } from './oen.js';\n\nfunction lost() {\n  return 1;\n}\n\nconsole.log(one);\n",
      'one.js': 'export const one = 1;\n',
    };
    const { dir, fix, git, read } = await project(files);
    git('init', '--quiet');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');

    await writeFiles(dir, { 'main.js': `${files['main.js']}// my own\n` });
    const dirty = await fix('--apply', '--commit');
    expect(dirty.code).not.toBe(0);
    expect(dirty.stderr).toContain('main.js has changes that are not committed.');
    expect(read('main.js')).toBe(`${files['main.js']}// my own\n`);

    await writeFiles(dir, files);
    const { code, stdout, stderr } = await fix('--apply', '--commit', '--format', 'json');
    expect(code, stderr).toBe(0);
    const { fixes } = JSON.parse(stdout);
    expect(fixes).toHaveLength(2);
    expect(git('status', '--porcelain')).toBe('');
    const commits = git('log', '--format=%H').trim().split('\n');
    expect(new Set(commits.slice(0, -1))).toEqual(
      new Set(fixes.map(({ commit }: { commit: string }) => commit)),
    );
    // Each holds its own change and nothing of the other.
    for (const { commit, finding } of fixes)
      expect(git('show', '--format=', commit)).toContain(
        finding.rule === 'dead-code' ? '-function lost' : "-import { one } from './oen.js'",
      );
    expect(read('main.js')).toBe("import { one } from './one.js';\n\nconsole.log(one);\n");
  }, 60_000);

  it('is proved by a line of the person, and taken back where that line fails afterwards', async () => {
    const files = {
      'package.json': manifest(),
      'main.js': 'function lost() {\n  return 1;\n}\n\nconsole.log(2);\n',
      'check.cjs':
        "process.exit(require('node:fs').readFileSync('main.js', 'utf8').includes('lost') ? 0 : 1);\n",
    };
    const { fix, read } = await project(files);
    const lines = ['--tests', 'node check.cjs', '--command', 'node main.js'];
    const { code, stdout } = await fix('--rule', 'dead-code', '--apply', '--validate', ...lines);
    expect(code).toBe(1);
    expect(stdout).toContain('Verdict: worse');
    expect(stdout).toContain('Everything was taken back.');
    expect(read('main.js')).toBe(files['main.js']);

    const without = ['--tests', '', '--command', 'node main.js'];
    const trusted = await fix('--rule', 'dead-code', '--apply', '--validate', ...without);
    expect(trusted.code, trusted.stdout).toBe(0);
    expect(read('main.js')).toBe('console.log(2);\n');
  }, 120_000);

  it('is to tell also of what is less certain', async () => {
    const { fix } = await project({
      'package.json': manifest(),
      'main.js': "function lost() {\n  return 1;\n}\n\nconsole.log(eval('1'));\n",
    });
    const reason = 'lost is used nowhere\n  not fixed: Something may still use it: see the evidence.';
    const plain = await fix();
    expect(plain.stdout).not.toContain(reason);
    expect(plain.stdout).toContain('1 less certain finding is left out; --all shows it.');
    expect((await fix('--all')).stdout).toContain(reason);
  }, 60_000);

  it('is to ask the registry of the project for a version', async () => {
    await using registry = await openLocalRegistry('left-pad');
    const { fix, read } = await project({
      'package.json': manifest(),
      '.npmrc': `registry=${registry.url}\n`,
      'main.js': "import pad from 'left-pad';\n\nconsole.log(pad);\n",
    });
    const rule = ['--rule', 'undeclared-package', '--apply'];
    expect((await fix(...rule)).stdout).toContain('Let the registry be asked');
    expect(read('package.json')).toBe(manifest());
    const asked = await fix(...rule, '--ask-registry');
    expect(asked.code, asked.stderr).toBe(0);
    expect(read('package.json')).toBe(manifest(',\n  "dependencies": {\n    "left-pad": "^1.2.3"\n  }'));
  }, 60_000);

  it("is to run the project's own formatter", async () => {
    const neat = Array.from(
      { length: 12 },
      (_, n) => `const a${n} = 'a${n}';\nconsole.log(a${n} === 'b');\n`,
    ).join('');
    const { dir, fix, read } = await project({
      'package.json': manifest(),
      'biome.json':
        '{ "javascript": { "formatter": { "quoteStyle": "single" } }, "linter": { "enabled": false } }\n',
      'main.js': `import './odd.js';\n\n${neat}`,
      'odd.js': 'var b = "b"\nconsole.log(b == "c")\n',
    });
    mkdirSync(join(dir, 'node_modules'));
    symlinkSync(join(modules, '@biomejs'), join(dir, 'node_modules', '@biomejs'));
    const rule = ['--rule', 'code-style', '--apply'];
    expect((await fix(...rule)).stdout).toContain('Biome would rewrite it.');
    expect(read('odd.js')).toBe('var b = "b"\nconsole.log(b == "c")\n');
    const { code, stderr } = await fix(...rule, '--run-tools');
    expect(code, stderr).toBe(0);
    expect(read('odd.js')).toBe("var b = 'b';\nconsole.log(b == 'c');\n");
  }, 60_000);
});
