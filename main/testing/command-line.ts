import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './folder.ts';

const launcher = fileURLToPath(new URL('../cli/callscape.mjs', import.meta.url));

/** What the launcher says when sources are newer than the build, as in the middle of work. */
const buildNotice = /^callscape: building the \w+ \.\.\.\n/gm;

export interface CommandResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandLine {
  /** Where its runs are kept. */
  readonly dataDir: string;
  /** Runs `callscape` as a person would, in the project's folder. */
  callscape(...args: readonly string[]): Promise<CommandResult>;
  /** The same with something on its standard input. */
  withInput(input: string, ...args: readonly string[]): Promise<CommandResult>;
  /** Has a look at what it has printed so far, each time that it prints something. */
  watched(
    look: (stdout: string, child: ChildProcess) => void,
    ...args: readonly string[]
  ): Promise<CommandResult>;
  /** Sends a signal to `callscape` once it has printed the text. */
  signalled(signal: NodeJS.Signals, after: string, ...args: readonly string[]): Promise<CommandResult>;
}

/** The command line in a project folder, with a data directory of its own unless it is given one. */
export function commandLineIn(cwd: string, dataDir = temporaryFolder()): CommandLine {
  const start = (
    args: readonly string[],
    input: string,
    onOutput?: (stdout: string, child: ChildProcess) => void,
  ): Promise<CommandResult> => {
    const { NODE_OPTIONS: _, ...env } = process.env;
    const child = spawn(process.execPath, [launcher, ...args], {
      cwd,
      env: { ...env, CALLSCAPE_DATA_DIR: dataDir },
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      onOutput?.(stdout, child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    return new Promise((resolve) => {
      child.on('close', (code, signal) =>
        resolve({ code, signal, stdout, stderr: stderr.replace(buildNotice, '') }),
      );
    });
  };
  return {
    dataDir,
    callscape: (...args) => start(args, ''),
    withInput: (input, ...args) => start(args, input),
    watched: (look, ...args) => start(args, '', look),
    signalled(signal, after, ...args) {
      let sent = false;
      return start(args, '', (stdout, child) => {
        if (sent || !stdout.includes(after)) return;
        sent = true;
        child.kill(signal);
      });
    },
  };
}
