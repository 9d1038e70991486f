import { type ChildProcess, spawn } from 'node:child_process';
import { isatty } from 'node:tty';
import type { Environment } from './environment.ts';
import type { TargetExit } from './exit.ts';
import { shellInvocation } from './shell.ts';

/** A target that shares our own standard streams, terminal and process group. */
export interface AttachedTarget {
  /** `null` when it could not be started. */
  readonly pid: number | null;
  /** Why it could not be started, as the system calls it (`ENOENT`, `EACCES`); else `null`. */
  readonly failure: string | null;
  readonly exited: Promise<TargetExit>;
}

export interface AttachedOptions {
  /** A program and its arguments; a single word with spaces in it is a shell line. */
  readonly command: readonly [string, ...string[]];
  /** Absolute; must exist. */
  readonly cwd: string;
  readonly env: Environment;
}

const forwarded: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM']
    : ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR2'];
/** What a terminal sends to the whole foreground group by itself. */
const fromTerminal: readonly NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGHUP'];

/** Starts a command on our own standard streams. Signals sent to us reach it; those a terminal sends reach it only once. */
export async function launchAttached(options: AttachedOptions): Promise<AttachedTarget> {
  const { file, args, verbatim } = invocation(options);
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: 'inherit',
    windowsVerbatimArguments: verbatim,
  });
  const stopForwarding = forwardSignals(child);
  const exited = new Promise<TargetExit>((resolve) => {
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve({ code, signal });
    });
  });
  const failure = await new Promise<string | null>((resolve) => {
    child.once('spawn', () => resolve(null));
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
  if (failure === null) return { pid: child.pid ?? null, failure, exited };
  stopForwarding();
  // What a shell would exit with: 127 for a command that is not there, 126 for one that cannot be run.
  const code = failure === 'ENOENT' ? 127 : 126;
  return { pid: null, failure, exited: Promise.resolve({ code, signal: null }) };
}

function invocation({ command, env }: AttachedOptions) {
  const [file, ...args] = command;
  const isLine = args.length === 0 && /\s/.test(file);
  // On Windows npm, npx and tsx are batch files, which only its shell can start.
  if (!isLine && process.platform !== 'win32') return { file, args, verbatim: false };
  const line = isLine ? file : command.map(quoteForWindows).join(' ');
  const shell = shellInvocation(line, env);
  return { file: shell.file, args: [shell.args].flat(), verbatim: typeof shell.args === 'string' };
}

const quoteForWindows = (word: string): string =>
  /[\s"^&|<>()%!]/.test(word) ? `"${word.replace(/"/g, '""')}"` : word;

function forwardSignals(child: ChildProcess): () => void {
  const inTerminal = hasTerminal();
  const handlers = forwarded.map((signal) => {
    const handle = (): void => {
      if (!(inTerminal && fromTerminal.includes(signal))) child.kill(signal);
    };
    process.on(signal, handle);
    return () => process.off(signal, handle);
  });
  return () => {
    for (const remove of handlers) remove();
  };
}

/**
 * Whether a person types here; their terminal then sends Ctrl-C to the target as well. Asked of the descriptors: to touch
 * `process.stdin` would make a pipe non-blocking, for the target too, and its next read would fail instead of waiting.
 */
const hasTerminal = (): boolean => [0, 1, 2].some((fd) => isatty(fd));
