import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectFolder } from '../testing/folder.ts';
import { launchInTerminal, targetEnvironment } from './index.ts';
import { addRequire } from './node-options.ts';
import { listProcesses } from './process-table.ts';

const posix = process.platform !== 'win32';

/** Starts a line in a terminal and lets a test wait for what it prints. */
async function terminal(
  command: string,
  options: { files?: Record<string, string>; env?: Record<string, string> } = {},
) {
  const cwd = await projectFolder(options.files ?? {});
  const env = targetEnvironment({
    base: process.env,
    installRoot: '/none',
    extra: options.env ?? {},
    tracer: null,
  });
  let output = '';
  const waiting = new Set<() => void>();
  const target = await launchInTerminal({
    command,
    cwd,
    env,
    columns: 80,
    rows: 24,
    onOutput: (bytes) => {
      output += new TextDecoder().decode(bytes);
      for (const check of waiting) check();
    },
  });
  onTestFinished(() => target.stop({ force: true }));
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const check = () => {
        const match = pattern.exec(output);
        if (match) resolve(match);
      };
      waiting.add(check);
      check();
      void target.exited.then(() => reject(new Error(`ended without printing ${pattern}: ${output}`)));
    });
  return { target, printed, cwd, text: () => output };
}

const isAlive = async (pid: number) => (await listProcesses()).some((entry) => entry.pid === pid);

describe.runIf(posix)('a target in a terminal', () => {
  it('ends with its own exit code, after all of its output', async () => {
    const { target, text } = await terminal(
      `node -e "console.log('x'.repeat(200000)+'end'); process.exitCode=3"`,
    );
    expect(await target.exited).toEqual({ code: 3, signal: null });
    expect(text().replace(/[\r\n]/g, '')).toHaveLength(200_003);
  });

  it('ends with the signal that ended it', async () => {
    const { target } = await terminal(`node -e "process.kill(process.pid, 'SIGKILL')"`);
    expect(await target.exited).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends with 127 when there is no such command', async () => {
    const { target, text } = await terminal('no-such-command-here');
    expect(await target.exited).toEqual({ code: 127, signal: null });
    expect(text()).toContain('no-such-command-here');
  });

  it('runs pipes and paths with spaces, in its folder', async () => {
    const { target, text, cwd } = await terminal('node "my app.js" | cat', {
      files: { 'my app.js': 'console.log(process.cwd(), process.stdin.isTTY, process.stdout.isTTY)' },
    });
    expect(await target.exited).toEqual({ code: 0, signal: null });
    expect(text().trim()).toBe(`${cwd} true undefined`);
  });

  it('sees a terminal with colours, its size, and a change of the size', async () => {
    const { target, printed } = await terminal('node app.js', {
      files: {
        'app.js': `console.log(['size', process.stdout.columns, process.stdout.rows, process.stdout.getColorDepth({ TERM: process.env.TERM, COLORTERM: process.env.COLORTERM })].join(' '));
          process.stdout.on('resize', () => { console.log(['now', process.stdout.columns, process.stdout.rows].join(' ')); process.exit(); });
          setInterval(() => {}, 1000);`,
      },
    });
    expect((await printed(/size (\d+ \d+ \d+)/))[1]).toBe('80 24 24');
    target.resize(132, 50);
    expect((await printed(/now (\d+ \d+)/))[1]).toBe('132 50');
    expect((await target.exited).code).toBe(0);
  });

  it('gets what is typed, and Ctrl-C as a signal', async () => {
    const { target, printed } = await terminal('node app.js', {
      files: {
        'app.js': `process.on('SIGINT', () => { console.log('interrupted'); process.exit(9); });
          process.stdin.on('data', (d) => console.log('got', d.toString().trim().toUpperCase()));
          console.log('ready');`,
      },
    });
    await printed(/ready/);
    target.write('hällo\r');
    await printed(/got HÄLLO/);
    target.write('\x03');
    await printed(/interrupted/);
    expect(await target.exited).toEqual({ code: 9, signal: null });
  });

  it('holds back while paused and loses nothing', async () => {
    const { target, text } = await terminal(
      `node -e "for (let i = 0; i < 20000; i++) console.log(String(i))"`,
    );
    target.pause();
    expect(await isAlive(target.pid)).toBe(true);
    const before = text().length;
    target.resume();
    await target.exited;
    expect(text().length).toBeGreaterThan(before);
    expect(text().trim().split('\r\n')).toEqual(Array.from({ length: 20_000 }, (_, i) => String(i)));
  });

  it('is asked to end before it is killed', async () => {
    const { target, printed, text } = await terminal('node app.js', {
      files: {
        'app.js': `process.on('SIGTERM', () => { console.log('closing'); process.exit(0); });
          setInterval(() => {}, 1000); console.log('ready');`,
      },
    });
    await printed(/ready/);
    await target.stop({ force: false });
    expect(text()).toContain('closing');
    expect((await target.exited).code).toBe(0);
  });

  it('is killed when it ignores the request, with its children, also those in groups of their own', async () => {
    const stubborn = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); setInterval(() => {}, 1000);`;
    const { target, printed } = await terminal('node app.js; true', {
      files: {
        'child.js': stubborn,
        'app.js': `${stubborn} const { spawn } = require('child_process');
          const a = spawn(process.execPath, ['child.js'], { stdio: 'ignore' });
          const b = spawn(process.execPath, ['child.js'], { stdio: 'ignore', detached: true });
          console.log(['pids', process.pid, a.pid, b.pid, '.'].join(' '));`,
      },
    });
    const pids = (await printed(/pids (\d+) (\d+) (\d+) \./)).slice(1).map(Number);
    await target.stop({ force: false, limitMs: 200 });
    expect((await target.exited).signal).toMatch(/SIGTERM|SIGKILL/);
    expect(await Promise.all(pids.map(isAlive))).toEqual([false, false, false]);
  });
});

describe('the environment of a target', () => {
  const ours = join('/opt/callscape', 'node_modules', '.bin');

  it('preloads the hooks in front of what the person preloads', () => {
    const env = targetEnvironment({
      base: { NODE_OPTIONS: '--max-old-space-size=512', PYTHONPATH: '/my/modules' },
      installRoot: '/opt/callscape',
      extra: {},
      tracer: { nodeHook: '/opt/my hook.cjs', pythonHook: '/opt/python', config: '/spool/config.json' },
    });
    expect(env).toEqual({
      NODE_OPTIONS: '--require "/opt/my hook.cjs" --max-old-space-size=512',
      PYTHONPATH: `/opt/python${delimiter}/my/modules`,
      CALLSCAPE_CONFIG: '/spool/config.json',
    });
  });

  it('keeps the NODE_OPTIONS of the configuration too', () => {
    const env = targetEnvironment({
      base: { NODE_OPTIONS: '--a' },
      installRoot: '/x',
      extra: { NODE_OPTIONS: '--b' },
      tracer: { nodeHook: '/h.cjs', pythonHook: '/p', config: '/c' },
    });
    expect(env.NODE_OPTIONS).toBe('--require /h.cjs --b');
  });

  it('is without what npm added to start Callscape, so that the Node of the person runs the target', () => {
    const env = targetEnvironment({
      base: {
        PATH: `${ours}:/usr/lib/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/home/me/node/bin:/usr/bin`,
        npm_execpath: '/usr/bin/npm',
        npm_package_name: 'callscape',
        npm_config_local_prefix: '/opt/callscape',
        npm_config_registry: 'https://registry.example/',
        INIT_CWD: '/opt/callscape',
        HOME: '/home/me',
      },
      installRoot: '/opt/callscape',
      extra: {},
      tracer: null,
    });
    expect(env).toEqual({
      PATH: '/home/me/node/bin:/usr/bin',
      npm_config_registry: 'https://registry.example/',
      HOME: '/home/me',
    });
  });

  it('has the programs that are asked for in front', () => {
    const env = targetEnvironment({
      base: { Path: '/usr/bin' },
      installRoot: '/x',
      extra: {},
      programs: ['/own/bin'],
      tracer: null,
    });
    expect(env).toEqual({ Path: `/own/bin${delimiter}/usr/bin` });
  });

  it.runIf(posix)('is understood by Node, whatever characters the path of the hook has', async () => {
    const hook = String.raw`a "b" \c.cjs`;
    const { target, text, cwd } = await terminal(`node -e 0`, { files: { [hook]: `console.log('hooked')` } });
    await target.exited;
    expect(text()).toBe('');
    const { spawnSync } = await import('node:child_process');
    const result = spawnSync('node', ['-e', '0'], {
      env: { ...process.env, NODE_OPTIONS: addRequire('--no-warnings', join(cwd, hook)) },
      encoding: 'utf8',
    });
    expect(result.stdout).toBe('hooked\n');
  });
});
