/**
 * What has to happen before Callscape's own code can run, from a checkout as well: finding the Node it is pinned to and
 * building what is missing or older than its source. Plain JavaScript, because it runs on whatever Node the person has.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node from node_modules: the native modules need it, whatever Node the person has. */
export function pinnedNode() {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const pinned = join(root, 'node_modules', 'node', 'bin', name);
  if (existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  fail(`the Node of its own is missing (${pinned}). Run "npm ci" in ${root}.`);
}

/** What is built, from where, and by which tool. */
const parts = {
  engine: {
    result: join('dist', 'main', 'cli.mjs'),
    sources: ['main', 'runtime', 'preload', 'rolldown.config.ts', 'package.json'],
    tool: [join('node_modules', 'rolldown', 'bin', 'cli.mjs'), '-c', 'rolldown.config.ts'],
  },
  renderer: {
    result: join('dist', 'renderer', 'browser.html'),
    sources: ['renderer', join('preload', 'contract'), 'package.json'],
    tool: [
      join('node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      '--config',
      join('renderer', 'vite.config.ts'),
      '--logLevel',
      'warn',
    ],
  },
};

/**
 * Builds each part whose result is missing or older than its newest source. An installed package has no sources and is
 * never built.
 * @param {(keyof typeof parts)[]} names
 */
export function ensureBuilt(names) {
  if (!existsSync(join(root, 'rolldown.config.ts'))) return;
  if (names.every((name) => isFresh(parts[name]))) return;
  withLock(() => {
    for (const name of names) {
      // Another process may have built it while we waited.
      if (isFresh(parts[name])) continue;
      process.stderr.write(`callscape: building the ${name} ...\n`);
      const built = spawnSync(pinnedNode(), parts[name].tool, { cwd: root, encoding: 'utf8' });
      if (built.status !== 0) {
        process.stderr.write(`${built.stdout ?? ''}${built.stderr ?? ''}`);
        fail(`the ${name} could not be built. Run "npm run build" in ${root} to see why.`);
      }
    }
  });
}

function isFresh({ result, sources }) {
  const built = modifiedAt(join(root, result));
  return built > 0 && sources.every((source) => newest(join(root, source)) <= built);
}

const modifiedAt = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Tests, fixtures and documents are not built. */
const notBuilt = /\.test\.tsx?$|\.md$|^(fixtures|testing|python)$|\.tmp$/;

function newest(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  let latest = 0;
  for (const entry of readdirSync(path)) {
    if (!notBuilt.test(entry)) latest = Math.max(latest, newest(join(path, entry)));
  }
  return latest;
}

const lockWaitMs = 100;

/** One build at a time: two at once would delete each other's files. A lock whose owner is gone is taken over. */
function withLock(build) {
  const lock = join(root, '.cache', 'build.lock');
  mkdirSync(dirname(lock), { recursive: true });
  while (!tryLock(lock)) {
    if (ownerIsGone(lock)) rmSync(lock, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lockWaitMs);
  }
  try {
    build();
  } finally {
    rmSync(lock, { force: true });
  }
}

function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function ownerIsGone(lock) {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    // Just made and not written yet.
    if (owner === 0) return false;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Runs a program in our place: same streams, signals passed on, same end. */
export function replaceWith(file, args, env = process.env) {
  const child = spawn(file, args, { stdio: 'inherit', env });
  // A terminal sends these to the whole foreground group, the child included. The descriptors are asked, because touching
  // `process.stdin` would make a pipe non-blocking for the child too.
  const typing = [0, 1, 2].some((fd) => isatty(fd));
  const fromTerminal = ['SIGINT', 'SIGQUIT', 'SIGHUP'];
  const forwarded =
    process.platform === 'win32' ? ['SIGINT', 'SIGTERM'] : ['SIGTERM', 'SIGUSR2', ...fromTerminal];
  for (const signal of forwarded) {
    process.on(signal, () => {
      if (!(typing && fromTerminal.includes(signal))) child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`${file} cannot be started: ${error.message}`));
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // A signal that does not end us leaves the exit code that a shell would give.
    setTimeout(() => process.exit(128 + (constants.signals[signal] ?? 0)), 1000);
  });
}

export function fail(message) {
  process.stderr.write(`callscape: ${message}\n`);
  process.exit(2);
}
