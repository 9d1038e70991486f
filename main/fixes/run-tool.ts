import { execFile } from 'node:child_process';

/** How a program ended; `null` when it could not be started, or took too long. */
export type ToolAnswer = { readonly code: number; readonly stdout: string; readonly stderr: string } | null;

export interface ToolCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly input?: string;
  /** Beside the environment of Callscape. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limitMs: number;
}

/** Runs a tool of the project with a text on its standard input. Rejects only when it is aborted. */
export function runTool(
  { program, args, cwd, input = '', env = {}, limitMs }: ToolCall,
  signal?: AbortSignal,
): Promise<ToolAnswer> {
  return new Promise((resolve, reject) => {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      timeout: limitMs,
      maxBuffer: 64 * 1024 * 1024,
      signal,
      shell: process.platform === 'win32' && program.endsWith('.cmd'),
    };
    const child = execFile(program, [...args], options, (error, stdout, stderr) => {
      if (signal?.aborted) reject(signal.reason);
      else if (error !== null && typeof error.code !== 'number') resolve(null);
      else resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
    // A tool that reads nothing closes its input, and says why by itself.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
