import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../testing/folder.ts';
import { diagnose } from './index.ts';

/** Runs a shell line for real and asks for the diagnosis of how it ended. */
async function diagnoseLine(line: string, files: Readonly<Record<string, unknown>> = {}) {
  const cwd = await projectFolder(files);
  const { status, signal, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], { cwd });
  return diagnose({ code: status, signal }, line, Buffer.concat([stdout, stderr]));
}

const textOf = (code: number, output: string, command = 'npm run dev') =>
  diagnose({ code, signal: null }, command, Buffer.from(output));

describe.runIf(process.platform !== 'win32')('the diagnosis of a run', () => {
  it('is none when it ended well', async () => {
    expect(await diagnoseLine('node -e "console.error(\'SyntaxError: x\')"')).toBeNull();
  });

  it('names a command that does not exist', async () => {
    expect(await diagnoseLine('nodd app.js')).toMatchObject({ title: 'Command not found: nodd' });
  });

  it('says that a file is not executable', async () => {
    const diagnosis = await diagnoseLine('./app.js', { 'app.js': '' });
    expect(diagnosis?.title).toBe('The command cannot be executed');
    expect(diagnosis?.action).toContain('chmod +x');
  });

  it('tells a package that is not installed from a file that does not exist', async () => {
    const missingPackage = await diagnoseLine('node app.js', { 'app.js': "require('no-such-package')" });
    const missingImport = await diagnoseLine('node app.mjs', { 'app.mjs': "import 'no-such-package'" });
    const missingFile = await diagnoseLine('node gone.js');
    expect(missingPackage?.title).toBe('The package no-such-package is not installed');
    expect(missingImport?.title).toBe('The package no-such-package is not installed');
    expect(missingFile?.title).toBe('A file that is loaded does not exist');
  });

  it('points at the line of a syntax error', async () => {
    const diagnosis = await diagnoseLine('node app.js', { 'app.js': 'let a = 1;\nlet b = ;\n' });
    expect(diagnosis?.title).toBe('The source has a syntax error');
    expect(diagnosis?.detail).toMatch(/Unexpected token ';', at .*app\.js:2$/);
  });

  it('names the port that is in use', async () => {
    const diagnosis = await diagnoseLine('node app.js', {
      'app.js': `const http = require('http'); const a = http.createServer().listen(0, '127.0.0.1', () => {
        http.createServer().listen(a.address().port, '127.0.0.1'); console.log(a.address().port); });`,
    });
    expect(diagnosis?.title).toMatch(/^Port \d+ is in use$/);
  });

  it('recognises a heap that is full', async () => {
    const diagnosis = await diagnoseLine(
      `node --max-old-space-size=16 -e "const a = []; for (;;) a.push(new Array(1e5).fill({}))"`,
    );
    expect(diagnosis?.title).toBe('The app ran out of memory');
  });

  it('names the signal, also behind the exit code of a shell', async () => {
    expect(await diagnoseLine('kill -SEGV $$')).toMatchObject({ title: 'Ended by SIGSEGV' });
    expect(textOf(137, '')).toMatchObject({ title: 'Ended by SIGKILL' });
  });

  it('quotes an error that nothing caught, with its place', async () => {
    const diagnosis = await diagnoseLine('node app.js', {
      'app.js': "function f() { throw new TypeError('no price') }\nf();",
    });
    expect(diagnosis?.detail).toMatch(/^TypeError: no price, at f \(.*app\.js:1/);
  });

  it('reads through colours and line ends of a terminal', () => {
    expect(textOf(127, '\x1b[31msh: 1: vite: not found\x1b[0m\r\n')).toMatchObject({
      title: 'Command not found: vite',
      action: 'Install the packages of the project (npm install) and run it again.',
    });
    expect(textOf(1, 'npm error Missing script: "dvv"\r\n')).toMatchObject({
      title: 'There is no script "dvv"',
    });
  });

  it('gives the last lines when nothing else is known', () => {
    expect(textOf(3, 'a\nb\nc\nd\n')).toMatchObject({ title: 'Exited with code 3', detail: 'b\nc\nd' });
  });
});
