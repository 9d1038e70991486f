import { runProgram, UsageError } from '../command/index.ts';
import { findInstallation } from '../installation.ts';
import type { Command } from './command.ts';
import { dieBySignal, ExitBySignal } from './exit.ts';

const commands: Readonly<Record<string, () => Promise<{ readonly command: Command }>>> = {
  run: () => import('./commands/run.ts'),
  runs: () => import('./commands/runs.ts'),
  report: () => import('./commands/report.ts'),
  analyze: () => import('./commands/analyze.ts'),
  fix: () => import('./commands/fix.ts'),
  export: () => import('./commands/export.ts'),
  compare: () => import('./commands/compare.ts'),
  sql: () => import('./commands/sql.ts'),
  recording: () => import('./commands/recording.ts'),
  backup: () => import('./commands/backup.ts'),
  restore: () => import('./commands/restore.ts'),
};

/** `serve` is a host of its own, `main/server/serve.ts`; the launcher starts it. */
const help = `Usage: callscape COMMAND ...

  run [--level N] [--name NAME] -- COMMAND...   run a command traced
  runs                                          list the runs of the project
  report RUN [--format text|json|csv|summary]   what a run called, and how long it took
  analyze [DIR] [--run RUN] [--fail-on SEVERITY]
                                                what is dead, broken, disconnected or slow
  fix [DIR] [--rule R] [--severity S] [--apply] [--undo ID|all]
                                                propose, apply and undo fixes of what analyze finds
  export RUN --format baseline|spans|speedscope -o FILE
  compare BASE NEW [--max-regression PCT]       exit 1 when NEW is slower or fails more
  sql RUN "select ..." [--format table|json|csv] ask a recording in SQL
  recording verify|repair FILE                  check a recording, or make a damaged one whole
  backup FOLDER, restore FOLDER                 copy the recordings of the project away, and back
  serve [DIR] [--port N] [--no-open]            open the app in a browser

Every command takes --project DIR (the current folder by default) and --help.
RUN is an id, a name, or "latest".
`;

async function main([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(help);
    return 2;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(help);
    return 0;
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
  try {
    return await command.run(args);
  } catch (error) {
    if (error instanceof ExitBySignal) return dieBySignal(error.signal);
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message} "callscape ${name} --help" says how it is used.`);
  }
}

await runProgram(main);
