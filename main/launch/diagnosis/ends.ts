import { signalOfExitCode } from '../exit.ts';
import type { DiagnosisRule, Evidence } from './index.ts';

const notFoundPatterns = [
  /(?:^|: )([^\s:]+): (?:command )?not found/m,
  /command not found: (\S+)/m,
  /Unknown command:? (\S+)/m,
];

const commandNotFound: DiagnosisRule = (evidence) => {
  if (evidence.exit.code !== 127) return null;
  const name = missingCommand(evidence);
  const isScript = /^(npm|pnpm|yarn|bun)\b/.test(evidence.command) && !evidence.command.startsWith(name);
  return {
    title: `Command not found: ${name}`,
    detail: isScript
      ? `The script calls ${name}, and it is not among the installed packages.`
      : `No program ${name} is on the PATH that Callscape was started with.`,
    action: isScript
      ? 'Install the packages of the project (npm install) and run it again.'
      : 'Check its spelling, install it, or write its full path into the run configuration.',
  };
};

function missingCommand({ output, command }: Evidence): string {
  for (const pattern of notFoundPatterns) {
    const name = pattern.exec(output)?.[1];
    if (name !== undefined) return name;
  }
  return command.trim().split(/\s+/)[0] ?? command;
}

const notExecutable: DiagnosisRule = ({ exit, command }) =>
  exit.code !== 126
    ? null
    : {
        title: 'The command cannot be executed',
        detail: `${command} exists, and the system does not run it: it is a folder, or not marked as executable.`,
        action: 'Make it executable (chmod +x), or start it through its interpreter (node file.js).',
      };

const meanings: Readonly<Record<string, readonly [detail: string, action: string]>> = {
  SIGKILL: [
    'Something killed the process at once. Often that is the system when memory runs out.',
    'Check the memory of the machine (dmesg names the process), and what else may have killed it.',
  ],
  SIGPIPE: [
    'The program that read its output went away; behind "| head" that is as it should be.',
    'If that was not meant, look at the program behind the pipe.',
  ],
  SIGSEGV: [
    'The process touched memory that is not its own; in a Node app that is a native module.',
    'Update or rebuild the native modules (npm rebuild), and run it again at level 0 to rule the tracer out.',
  ],
  SIGABRT: [
    'The process ended itself because something in it was broken; the lines before the end say what.',
    'Read the last lines of the terminal.',
  ],
};

const killed: DiagnosisRule = ({ exit }) => {
  const signal = exit.signal ?? signalOfExitCode(exit.code);
  if (signal === null) return null;
  const [detail, action] = meanings[signal] ?? [
    `The process was ended from outside by ${signal}, or by its own code.`,
    'If that was not meant, find out what sends it: a supervisor, a time limit, another terminal.',
  ];
  return { title: `Ended by ${signal}`, detail, action };
};

const exitedWithCode: DiagnosisRule = ({ exit, output, isSeen }) => {
  if (!isSeen) return null;
  const lastLines = output.trimEnd().split('\n').slice(-3).join('\n').trim();
  return {
    title: `Exited with code ${exit.code}`,
    detail: lastLines === '' ? 'It printed nothing before it ended.' : lastLines.slice(0, 500),
    action: 'Read the last lines of the terminal, and sort the functions by errors.',
  };
};

/** Cases that tell themselves by how the process ended. The last one answers whenever the output was seen. */
export const endRules: readonly DiagnosisRule[] = [commandNotFound, notExecutable, killed, exitedWithCode];
