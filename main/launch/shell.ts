import { existsSync } from 'node:fs';
import { basename } from 'node:path';

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
  const stays = staysInFront.includes(basename(shell));
  return { file: shell, args: ['-c', stays && isOneProgram(line) ? `exec ${line}` : line] };
}

/**
 * Shells that wait for the last program of a line instead of becoming it, as bash and zsh do. They would hide its signal
 * behind a code of their own, and die of a Ctrl-C that the program handled.
 */
const staysInFront = ['sh', 'dash', 'ash'];

/** Words that are the shell's own and cannot take its place, as far as they make sense at the start of a line. */
const shellWords = new Set(
  '. : [ alias bg break case cd command continue echo eval exec exit export false fg for getopts hash if jobs kill printf pwd read readonly return set shift test time times trap true type ulimit umask unalias unset until wait while { !'.split(
    ' ',
  ),
);

/** Whether a line is one program with its arguments, so that nothing of it is left to do when the program has ended. */
function isOneProgram(line: string): boolean {
  const bare = line.replace(/'[^']*'|"(?:\\.|[^"\\`])*"|\\./g, 'x');
  const [first = ''] = bare.trim().split(/\s/);
  return !/[;&|()`\n#]|["']/.test(bare) && /^[\w./@:+-]+$/.test(first) && !shellWords.has(first);
}
