import type { IPty } from '@lydell/node-pty';
import type { Environment } from './environment.ts';
import { signalName, type TargetExit } from './exit.ts';
import { shellInvocation } from './shell.ts';
import { stopTree } from './stop-tree.ts';

/** A target in a terminal of its own. */
export interface TerminalTarget {
  /** The shell's; also the id of the process group and of the session. */
  readonly pid: number;
  /** Resolves once, after the last output. */
  readonly exited: Promise<TargetExit>;
  /** As typed; `\x03` is Ctrl-C. Nothing happens after the end. */
  write(text: string): void;
  resize(columns: number, rows: number): void;
  /** Stops reading: the target blocks when the terminal's buffer is full. Must not last: the end of the target waits for no one. */
  pause(): void;
  resume(): void;
  /** Ends it and everything it started; resolves when they are gone. */
  stop(options: { readonly force: boolean; readonly limitMs?: number }): Promise<void>;
}

export interface TerminalOptions {
  /** A shell line. */
  readonly command: string;
  /** Absolute; must exist. */
  readonly cwd: string;
  readonly env: Environment;
  readonly columns: number;
  readonly rows: number;
  readonly onOutput: (bytes: Uint8Array) => void;
}

/** Starts a shell line in a new pseudo terminal. Rejects when the terminal itself cannot be had. */
export async function launchInTerminal(options: TerminalOptions): Promise<TerminalTarget> {
  // Loaded when first needed: most commands start no terminal.
  const { spawn } = await import('@lydell/node-pty');
  const { file, args } = shellInvocation(options.command, options.env);
  const terminal = spawn(file, args, {
    name: 'xterm-256color',
    cols: options.columns,
    rows: options.rows,
    cwd: options.cwd,
    env: { ...options.env, TERM: 'xterm-256color', COLORTERM: 'truecolor' },
  });
  terminal.onData((text) => options.onOutput(Buffer.from(text)));
  return target(terminal);
}

function target(terminal: IPty): TerminalTarget {
  let ended = false;
  const exited = new Promise<TargetExit>((resolve) => {
    terminal.onExit(({ exitCode, signal }) => {
      ended = true;
      const name = signalName(signal);
      resolve(name === null ? { code: exitCode, signal: null } : { code: null, signal: name });
    });
  });
  const whileAlive = (action: () => void): void => {
    if (!ended) action();
  };
  return {
    pid: terminal.pid,
    exited,
    write: (text) => whileAlive(() => terminal.write(text)),
    resize: (columns, rows) => whileAlive(() => terminal.resize(columns, rows)),
    pause: () => whileAlive(() => terminal.pause()),
    resume: () => whileAlive(() => terminal.resume()),
    async stop(how) {
      await stopTree(terminal.pid, how);
      await exited;
    },
  };
}
