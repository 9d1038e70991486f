import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder, temporaryFolder } from '../testing/folder.ts';

const starter = fileURLToPath(new URL('../cli/start.mjs', import.meta.url));
const launcher = fileURLToPath(new URL('../cli/callscape.mjs', import.meta.url));

/** Starts a host without a screen and waits for the address it prints. */
async function serve(script: string, ...args: readonly string[]) {
  return serveFrom(temporaryFolder(), script, ...args);
}

async function serveFrom(dataDir: string, script: string, ...args: readonly string[]) {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], {
    env: { ...env, CALLSCAPE_DATA_DIR: dataDir },
  });
  const ended = once(child, 'close');
  // Asked, not killed: the launcher has a process of its own to end.
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (bytes) => {
    stderr += bytes;
  });
  for await (const bytes of child.stdout) {
    stdout += bytes;
    if (stdout.includes('\n')) break;
  }
  return { url: stdout.trim(), child, ended, stderr: () => stderr };
}

/** On other systems Electron opens wherever its binary is installed. */
describe.runIf(process.platform === 'linux')('npm start', () => {
  it('without a screen prints an address that works, and ends on request', { timeout: 120_000 }, async () => {
    const { url, child, ended, stderr } = await serve(starter);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=\S+$/);
    expect(stderr()).toMatch(/opening in the browser, because/);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>Callscape</title>');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});

describe('callscape serve', () => {
  it('opens the project it was given', { timeout: 120_000 }, async () => {
    const dir = await projectFolder({ 'app.js': '' });
    const { url, child, ended } = await serve(launcher, 'serve', dir, '--no-open');
    expect(url).toMatch(new RegExp(`/p/${encodeURIComponent(dir)}$`));
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
  });

  it('has the same port the next time, and another one beside itself', { timeout: 120_000 }, async () => {
    const dataDir = temporaryFolder();
    const start = () => serveFrom(dataDir, launcher, 'serve', '--no-open');
    const first = await start();
    const beside = await start();
    const port = ({ url }: { url: string }) => new URL(url).port;
    expect(port(beside)).not.toBe(port(first));
    for (const { child, ended } of [first, beside]) {
      child.kill('SIGTERM');
      await ended;
    }
    expect(port(await start())).toBe(port(first));
  });

  it('says that a folder is no project, and that a port is in use', { timeout: 120_000 }, async () => {
    const empty = await serve(launcher, 'serve', await projectFolder({}), '--no-open');
    expect(await empty.ended).toEqual([2, null]);
    expect(empty.stderr()).toMatch(/is not a project Callscape understands/);
    const first = await serve(launcher, 'serve', '--no-open');
    const port = new URL(first.url).port;
    const second = await serve(launcher, 'serve', '--no-open', '--port', port);
    expect(await second.ended).toEqual([2, null]);
    expect(second.stderr()).toMatch(new RegExp(`Port ${port} is in use`));
  });
});
