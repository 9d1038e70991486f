import { existsSync } from 'node:fs';

/** A program and its arguments; Windows takes the arguments as one line. */
export interface ShellInvocation {
  readonly file: string;
  readonly args: string[] | string;
}

/** How the person's own shell runs one line, without their interactive start-up files. */
export function shellInvocation(
  line: string,
  env: Readonly<Record<string, string | undefined>>,
  platform = process.platform,
): ShellInvocation {
  if (platform === 'win32') return { file: env.ComSpec ?? 'cmd.exe', args: `/d /s /c "${line}"` };
  const shell = env.SHELL !== undefined && existsSync(env.SHELL) ? env.SHELL : '/bin/sh';
  return { file: shell, args: ['-c', line] };
}
