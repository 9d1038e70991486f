import { enableCompileCache } from 'node:module';
import { isContractError } from '#contract';
import { findInstallation } from '../installation.ts';
import { UsageError } from './arguments.ts';
import type { Command } from './command.ts';
import { dieBySignal, ExitBySignal } from './exit.ts';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  run: () => import('./commands/run.ts'),
  runs: () => import('./commands/runs.ts'),
  report: () => import('./commands/report.ts'),
  export: () => import('./commands/export.ts'),
  compare: () => import('./commands/compare.ts'),
  serve: () => import('./commands/serve.ts'),
};

const help = `Usage: callscape COMMAND ...

  run [--level N] [--name NAME] -- COMMAND...   run a command traced
  runs                                          list the runs of the project
  report RUN [--format text|json|csv|summary]   what a run called, and how long it took
  export RUN --format baseline|spans|speedscope -o FILE
  compare BASE NEW [--max-regression PCT]       exit 1 when NEW is slower or fails more
  serve [DIR] [--port N] [--no-open]            open the app in a browser

Every command takes --project DIR (the current folder by default) and --help.
RUN is an id, a name, or "latest".
`;

/** Exit code for what was not understood or could not be done. */
const failed = 2;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return name === undefined ? failed : 0;
  }
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${findInstallation().version}\n`);
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined)
    throw new UsageError(`There is no command "${name}". "callscape --help" lists them.`);
  const { command } = await load();
  const own = args.slice(0, args.includes('--') ? args.indexOf('--') : args.length);
  if (own.includes('--help') || own.includes('-h')) {
    process.stdout.write(command.help);
    return 0;
  }
  return command.run(args);
}

/** Expected failures are one line; anything else is a defect and shows where it is. */
function complain(error: unknown): void {
  const expected = error instanceof UsageError || (isContractError(error) && error.code !== 'internal');
  const text = expected ? (error as Error).message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`callscape: ${text}\n`);
}

enableCompileCache();
// A reader that has seen enough (head, less) closes the pipe; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (error instanceof ExitBySignal) dieBySignal(error.signal);
  else {
    complain(error);
    process.exitCode = failed;
  }
}
