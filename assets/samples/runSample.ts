import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What one process wrote and how it ended; `code` is null when a signal ended it. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** The folder of a sample project. */
export function sampleFolder(name: 'shop' | 'datajob'): string {
  return fileURLToPath(new URL(name, import.meta.url));
}

/**
 * The environment of a sample's process: the machine's, without what a test runner or a tracer around us has set
 * for Node, and with Python writing no caches into the sample's folder.
 */
export function sampleEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([key]) => !key.startsWith('NODE_') && key !== 'PORT');
  return { ...Object.fromEntries(inherited), PYTHONDONTWRITEBYTECODE: '1', PYTHONUTF8: '1', ...extra };
}

/** Runs a command in a folder until it ends. Rejects when it cannot be started. */
export async function run(
  command: string,
  parameters: readonly string[],
  folder: string,
  environment: NodeJS.ProcessEnv = sampleEnvironment(),
): Promise<Outcome> {
  const child = spawn(command, parameters, {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { stdout, stderr, code };
}

/** The command that starts Python 3.8 or newer here, or undefined when there is none. */
export function findPython(): string | undefined {
  const check = 'import sys; sys.exit(sys.version_info < (3, 8))';
  return ['python3', 'python'].find((command) => spawnSync(command, ['-c', check]).status === 0);
}
