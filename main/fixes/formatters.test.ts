import { symlinkSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { formatWithOwn } from './formatters.ts';
import { extraProgram, extraTool, leftOut, toolFolder } from './testing/extra-tools.ts';

/** What the tools of a project make of one of its files. */
async function formatted(files: Record<string, unknown>, path: string, mayRun = true) {
  const dir = await projectFolder(files);
  const peek = (name: string) => readFile(join(dir, name), 'utf8').catch(() => null);
  if (extraTool('eslint') !== null) symlinkSync(join(toolFolder, 'node_modules'), join(dir, 'node_modules'));
  const text = String(files[path]);
  const answer = await formatWithOwn(
    dir,
    { path, text },
    { node: process.execPath, mayRun, signal: undefined },
    peek,
  );
  // Nothing is written.
  expect(await peek(path)).toBe(text);
  return answer;
}

const eslint = {
  'package.json': { name: 'x', type: 'module' },
  'eslint.config.js':
    "export default [{ rules: { 'prefer-const': 'error', 'no-var': 'error', 'no-undef': 'error' } }];\n",
};

describe.skipIf(extraTool('eslint') === null)(`ESLint${leftOut(extraTool('eslint') !== null)}`, () => {
  it('mends what it can, and leaves what it cannot', async () => {
    const files = { ...eslint, 'a.js': 'let a = 1;\nvar b = missing(a);\nconsole.log(b);\n' };
    expect(await formatted(files, 'a.js')).toEqual({
      kind: 'formatted',
      tool: 'ESLint',
      text: 'const a = 1;\nconst b = missing(a);\nconsole.log(b);\n',
    });
  }, 60_000);

  it('gives a file back that has nothing to mend or that it is told to ignore', async () => {
    const settings = `${eslint['eslint.config.js'].replace('[{', "[{ ignores: ['b.js'] }, {")}`;
    const files = { ...eslint, 'eslint.config.js': settings, 'a.js': 'const a = 1;\n', 'b.js': 'var b;\n' };
    expect(await formatted(files, 'a.js')).toMatchObject({ text: 'const a = 1;\n' });
    expect(await formatted(files, 'b.js')).toMatchObject({ text: 'var b;\n' });
  }, 60_000);

  it('is not believed where it cannot read the file or its settings', async () => {
    expect(await formatted({ ...eslint, 'a.js': 'let = ;' }, 'a.js')).toMatchObject({ kind: 'failed' });
    const broken = { ...eslint, 'eslint.config.js': 'throw new Error("no settings")', 'a.js': 'let a;\n' };
    expect(await formatted(broken, 'a.js')).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('ESLint failed'),
    });
  }, 60_000);
});

describe.skipIf(extraTool('prettier') === null)(`Prettier${leftOut(extraTool('prettier') !== null)}`, () => {
  it('writes a file as its settings say, behind the linters', async () => {
    const files = { ...eslint, '.prettierrc': { semi: false, singleQuote: true }, 'a.js': 'let a = "x" ;\n' };
    expect(await formatted(files, 'a.js')).toEqual({
      kind: 'formatted',
      tool: 'ESLint and Prettier',
      text: "const a = 'x'\n",
    });
  }, 60_000);

  it('leaves what it is told to ignore, and says where the syntax is wrong', async () => {
    const files = {
      'package.json': { prettier: {} },
      '.prettierignore': 'a.js\n',
      'a.js': 'let a = "x" ;\n',
    };
    expect(await formatted(files, 'a.js')).toMatchObject({ kind: 'formatted', text: 'let a = "x" ;\n' });
    expect(await formatted({ 'package.json': { prettier: {} }, 'a.js': 'let = ;' }, 'a.js')).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/^Prettier failed: .*a\.js/),
    });
  }, 60_000);
});

describe.skipIf(extraTool('standard') === null)(`standard${leftOut(extraTool('standard') !== null)}`, () => {
  const settings = { 'package.json': { devDependencies: { standard: '*' } } };

  it('mends what it can, also where something is left', async () => {
    expect(await formatted({ ...settings, 'a.js': 'var a = "x";\nconsole.log(a, b)\n' }, 'a.js')).toEqual({
      kind: 'formatted',
      tool: 'standard',
      text: "const a = 'x'\nconsole.log(a, b)\n",
    });
  }, 60_000);

  it('leaves what it cannot read as it is', async () => {
    expect(await formatted({ ...settings, 'a.js': 'let = ;\n' }, 'a.js')).toMatchObject({
      text: 'let = ;\n',
    });
  }, 60_000);
});

describe.skipIf(extraProgram('ruff') === null)(`Ruff${leftOut(extraProgram('ruff') !== null)}`, () => {
  const settings = { 'pyproject.toml': '[tool.ruff.lint]\nselect = ["F401", "I"]\n' };

  it('mends what it can, and formats', async () => {
    expect(
      await formatted({ ...settings, 'a.py': "import os\nimport sys\nx = [ sys.argv,'a' ]\n" }, 'a.py'),
    ).toEqual({
      kind: 'formatted',
      tool: 'Ruff',
      text: 'import sys\n\nx = [sys.argv, "a"]\n',
    });
  });

  it('says where the syntax is wrong', async () => {
    expect(await formatted({ ...settings, 'a.py': 'def (' }, 'a.py')).toMatchObject({ kind: 'failed' });
  });
});

describe.skipIf(extraProgram('black') === null)(`Black${leftOut(extraProgram('black') !== null)}`, () => {
  it('formats', async () => {
    const files = { 'pyproject.toml': '[tool.black]\nline-length = 40\n', 'a.py': "x = [ 1,'a' ]\n" };
    expect(await formatted(files, 'a.py')).toMatchObject({ tool: 'Black', text: 'x = [1, "a"]\n' });
  });
});

/** A program of that name that prints what it was asked and what it was given. */
const echo = '#!/bin/sh\nprintf "%s|" "$@"\ncat\n';

describe('a tool of Python', () => {
  it.each([
    [
      'ruff',
      '[tool.ruff]',
      'format|--quiet|--stdin-filename|a.py|-|check|--fix-only|--quiet|--stdin-filename|a.py|-|x\n',
    ],
    ['black', '[tool.black]', '--quiet|--stdin-filename|a.py|-|x\n'],
  ])(
    '%s is that of the environment of the project, and gets the file on its input',
    async (name, table, told) => {
      const dir = await projectFolder({
        'pyproject.toml': `${table}\n`,
        [`.venv/bin/${name}`]: echo,
        'a.py': 'x\n',
      });
      await chmod(join(dir, '.venv', 'bin', name), 0o755);
      const answer = await formatWithOwn(
        dir,
        { path: 'a.py', text: 'x\n' },
        { node: process.execPath, mayRun: true, signal: undefined },
        async () => `${table}\n`,
      );
      expect(answer).toMatchObject({ kind: 'formatted', text: told });
    },
  );
});

it('runs nothing that nobody allowed, and finds nothing where nothing is set up', async () => {
  const files = { 'pyproject.toml': '[tool.ruff]\n', 'a.py': 'x=1\n' };
  expect(await formatted(files, 'a.py', false)).toEqual({ kind: 'may-not-run', tool: 'Ruff' });
  expect(await formatted({ 'package.json': {}, 'a.js': 'x\n' }, 'a.js')).toEqual({ kind: 'none' });
});
