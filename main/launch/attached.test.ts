import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { launchInTerminal } from './index.ts';

const driver = fileURLToPath(new URL('./fixtures/attached-driver.ts', import.meta.url));

/** Starts the driver, which attaches the command to its own streams. */
async function attach(
  command: readonly string[],
  files: Readonly<Record<string, string>> = {},
  wrapper: readonly string[] = [],
) {
  const cwd = await projectFolder(files);
  const drive = [process.execPath, '--no-warnings', driver, JSON.stringify(command)];
  const [file = '', ...args] = [...wrapper, ...drive];
  const child = spawn(file, args, { cwd });
  onTestFinished(() => void child.kill('SIGKILL'));
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (bytes) => stdout.push(bytes));
  child.stderr.on('data', (bytes) => stderr.push(bytes));
  const ended = once(child, 'close').then(() => {
    const lines = Buffer.concat(stderr).toString().trimEnd().split('\n');
    return {
      exit: JSON.parse(lines.at(-1) ?? ''),
      stdout: Buffer.concat(stdout),
      stderr: lines.slice(0, -1).join('\n'),
    };
  });
  const printed = async (text: string) => {
    while (!Buffer.concat(stdout).includes(text)) await once(child.stdout, 'data');
  };
  return { child, ended, printed };
}

/** What Node gives a child is a socket; a shell gives it a pipe, which behaves differently. */
const throughPipe = ['sh', '-c', 'cat | "$0" "$@"'];

const countsInterrupts = `let n = 0; process.on('SIGINT', () => { n++; setTimeout(() => { console.log('interrupts ' + n); process.exit(4); }, 150); });
  setInterval(() => {}, 1000); console.log('ready');`;

describe.runIf(process.platform !== 'win32')('a target on our own streams', () => {
  it('gets the input and gives the output byte for byte', async () => {
    const { child, ended } = await attach(['cat']);
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
    child.stdin.end(bytes);
    const { exit, stdout } = await ended;
    expect(stdout.equals(bytes)).toBe(true);
    expect(exit).toEqual({ code: 0, signal: null, failure: null });
  });

  it('can wait for input that comes late through a pipe', async () => {
    const reads = `console.log('ready'); process.stdout.write(require('fs').readFileSync(0))`;
    const { child, ended, printed } = await attach([process.execPath, '-e', reads], {}, throughPipe);
    await printed('ready');
    child.stdin.end('late');
    const { stdout, stderr } = await ended;
    expect([stdout.toString(), stderr]).toEqual(['ready\nlate', '']);
  });

  it('tells its exit code and its signal', async () => {
    const code = await attach([process.execPath, '-e', 'process.exit(42)']);
    const signal = await attach([process.execPath, '-e', "process.kill(process.pid, 'SIGTERM')"]);
    expect((await code.ended).exit).toMatchObject({ code: 42, signal: null });
    expect((await signal.ended).exit).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('ends with 127 when it does not exist and 126 when it cannot be run, as in a shell', async () => {
    const missing = await attach(['no-such-command-here']);
    const refused = await attach(['./plain.txt'], { 'plain.txt': '' });
    expect((await missing.ended).exit).toMatchObject({ code: 127, failure: 'ENOENT' });
    expect((await refused.ended).exit).toMatchObject({ code: 126, failure: 'EACCES' });
  });

  it('passes arguments as they are, and runs one word with spaces as a shell line', async () => {
    const words = await attach([
      'node',
      '-e',
      'console.log(process.argv.slice(1).join("|"))',
      'a b',
      '$HOME',
      '*',
    ]);
    const line = await attach(['echo one two | tr a-z A-Z']);
    expect((await words.ended).stdout.toString()).toBe('a b|$HOME|*\n');
    expect((await line.ended).stdout.toString()).toBe('ONE TWO\n');
  });

  it('gets a signal that was sent to us, once', async () => {
    const { child, ended, printed } = await attach([process.execPath, '-e', countsInterrupts]);
    await printed('ready');
    child.kill('SIGINT');
    const { exit, stdout } = await ended;
    expect(stdout.toString()).toContain('interrupts 1\n');
    expect(exit.code).toBe(4);
  });

  it('gets Ctrl-C of a terminal once, and we outlive it', async () => {
    const cwd = await projectFolder({ 'app.cjs': countsInterrupts });
    let output = '';
    const ready = Promise.withResolvers<void>();
    const target = await launchInTerminal({
      command: `"${process.execPath}" --no-warnings "${driver}" '["node", "app.cjs"]'`,
      cwd,
      env: process.env as Record<string, string>,
      columns: 200,
      rows: 24,
      onOutput(bytes) {
        output += Buffer.from(bytes).toString();
        if (output.includes('ready')) ready.resolve();
      },
    });
    onTestFinished(() => target.stop({ force: true }));
    await ready.promise;
    target.write('\x03');
    expect((await target.exited).code).toBe(0);
    expect(output).toContain('interrupts 1\r\n');
    expect(output).toContain('{"code":4,"signal":null,"failure":null}');
  });
});
