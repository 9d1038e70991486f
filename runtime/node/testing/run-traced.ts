import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TracerConfig } from '../../format/index.ts';
import { buildHook } from './build-hook.ts';
import { readSpools, type TestThread } from './read-spools.ts';

/** The Node that the project pins. */
export const pinnedNode = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

const SYSTEM_NODE = '/usr/bin/node';
/** Another Node on this machine, which is older where the project is tested; undefined where there is none. */
export const systemNode = existsSync(SYSTEM_NODE) ? SYSTEM_NODE : undefined;

/** A program that hangs shows as one that was killed, and leaves nothing behind. */
const HANGS = { timeout: 60_000, killSignal: 'SIGKILL' } as const;

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface TracedOutcome extends Outcome {
  readonly threads: TestThread[];
}

export interface RunOptions {
  /** Project folder and working directory. */
  readonly cwd: string;
  readonly args: readonly string[];
  readonly node?: string;
  readonly config?: Partial<TracerConfig>;
  /** All of the standard input; without it the input stays open and empty. */
  readonly stdin?: string;
  /** Called once the process runs, to disturb it. */
  readonly meanwhile?: (child: ChildProcess, spoolDir: string) => void;
  /** Called once all is recorded, before the spools are removed. */
  readonly recorded?: (spoolDir: string) => void;
}

function environment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  // What the test runner sets for itself would change what the programs print.
  for (const key of ['NODE_OPTIONS', 'CALLSCAPE_CONFIG', 'NODE_ENV', 'FORCE_COLOR', 'VITEST'])
    delete env[key];
  return env;
}

function collect(child: ChildProcess, stdin?: string): Promise<Outcome> {
  // The program may end before it has read everything.
  if (stdin !== undefined) child.stdin?.on('error', () => {}).end(stdin);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ stdout, stderr, code, signal }));
  });
}

export function runUntraced({ cwd, args, node = pinnedNode, stdin }: RunOptions): Promise<Outcome> {
  return collect(spawn(node, args, { cwd, env: environment(), ...HANGS }), stdin);
}

/** Runs a real process under the hook, as the launcher would, and reads what it recorded. */
export async function runTraced(options: RunOptions): Promise<TracedOutcome> {
  const { cwd, args, node = pinnedNode, meanwhile } = options;
  const hook = await buildHook();
  const dir = mkdtempSync(join(tmpdir(), 'callscape-trace-'));
  const spoolDir = join(dir, 'spool');
  const cacheDir = join(dir, 'cache');
  mkdirSync(spoolDir);
  const config: TracerConfig = {
    version: 1,
    spoolDir,
    projectDir: realpathSync(cwd),
    level: 1,
    clock: 'bounded',
    include: [],
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 10_000 },
    redactKeys: [],
    cacheDir,
    flushMs: 100,
    ...options.config,
  };
  const configFile = join(dir, 'config.json');
  writeFileSync(configFile, JSON.stringify(config));
  try {
    const env = { ...environment(), CALLSCAPE_CONFIG: configFile, NODE_OPTIONS: `--require ${hook}` };
    const child = spawn(node, args, { cwd, env, ...HANGS });
    const outcome = collect(child, options.stdin);
    meanwhile?.(child, spoolDir);
    const result = await outcome;
    options.recorded?.(spoolDir);
    return { ...result, threads: existsSync(spoolDir) ? readSpools(spoolDir) : [] };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
