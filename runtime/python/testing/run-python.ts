import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TracerConfig } from '../../format/index.ts';
import { readSpool, type TestThread } from '../../node/testing/read-spools.ts';
import type { Python } from './pythons.ts';

export const HOOK = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TracedOutcome extends Outcome {
  readonly threads: readonly TestThread[];
}

export interface RunOptions {
  readonly python: Python;
  /** Arguments of the interpreter: `['app.py']`, `['-m', 'app']`. */
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the process has printed something. */
  readonly onOutput?: (pid: number) => void;
}

export interface TraceOptions extends RunOptions {
  readonly recorder: 'native' | 'python';
  readonly config?: Partial<TracerConfig>;
  /** Receives the spool folder before the app starts. */
  readonly begun?: (spoolDir: string) => void;
  /** Receives the spool folder before it is removed. */
  readonly inspect?: (spoolDir: string) => void;
}

export function runPlain({ python, args, cwd, env = {}, onOutput }: RunOptions): Promise<Outcome> {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(NODE_|PYTHON|CALLSCAPE_|PYENV_VERSION)/.test(key),
  );
  const child = spawn(python.command, args, {
    cwd,
    env: { ...Object.fromEntries(inherited), PYTHONDONTWRITEBYTECODE: '1', PYTHONHASHSEED: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    onOutput?.(child.pid as number);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}

/** Runs Python with the hook and reads what it recorded, one entry per spool. */
export async function runTraced(options: TraceOptions): Promise<TracedOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'callscape-python-'));
  const spoolDir = join(folder, 'spool');
  mkdirSync(spoolDir);
  const config: TracerConfig = {
    version: 1,
    spoolDir,
    projectDir: options.cwd,
    level: 2,
    clock: 'exact',
    include: [],
    exclude: [],
    excludeFunctions: [],
    excludeNodeModules: true,
    levels: { languages: {}, files: {}, functions: {} },
    capture: { params: true, returns: true, maxBytes: 4096 },
    redactKeys: [],
    cacheDir: recorderCache(),
    flushMs: 100,
    ...options.config,
  };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  const env = {
    PYTHONPATH: HOOK,
    ...options.env,
    CALLSCAPE_CONFIG: join(folder, 'config.json'),
    CALLSCAPE_PYTHON_RECORDER: options.recorder,
  };
  options.begun?.(spoolDir);
  try {
    const outcome = await runPlain({ ...options, env });
    options.inspect?.(spoolDir);
    const threads = readdirSync(spoolDir)
      .filter((name) => name.endsWith('.spool'))
      .map((name) => readSpool(readFileSync(join(spoolDir, name))));
    return { ...outcome, threads };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let cache: string | undefined;

/** A cache of this test process with the recorder in C in it; one binary for all versions. */
export function recorderCache(): string {
  if (cache === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'callscape-cache-'));
    cache = folder;
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return cache;
}

/** Builds the recorder in C with `python`'s headers; undefined when that cannot be done here, with the reason printed. */
export function buildRecorder(python: Python): string | undefined {
  const { status, stdout, stderr } = spawnSync(
    python.command,
    [join(HOOK, 'build_recorder.py'), recorderCache()],
    {
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  if (status === 0) return stdout.trim();
  console.warn(`Not tested: the recorder in C. ${stderr.trim()}`);
  return undefined;
}
