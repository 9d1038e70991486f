import { isAbsolute, relative } from 'node:path';
import { type Diagnosis, type Run, tidiedText } from '#contract';
import { levelOf, parse, projectOf, UsageError } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { ExitBySignal } from '../exit.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape run [--project DIR] [--level N] [--name NAME] -- COMMAND...

Runs a command with every function call of the project recorded. Its input and output pass through unchanged, and callscape
exits with its exit code. A COMMAND of one word with spaces in it is a shell line.

  --project DIR   the folder to trace; the current one by default. The command runs in the current folder when that is in the
                  project, else in the project's
  --level N       0 off, 1 entry, exit and time, 2 also parameters, return values and errors, 3 also calls into other code and awaits,
                  4 also variables after each statement, 5 each line and each assignment
  --name NAME     what the run is called; its command and the time by default
`;

export const command: Command = {
  help,
  async run(args) {
    const split = args.indexOf('--');
    const own = split === -1 ? args : args.slice(0, split);
    const { values, positionals } = parse(own, { level: { type: 'string' }, name: { type: 'string' } });
    const [file, ...rest] = split === -1 ? [] : args.slice(split + 1);
    if (file === undefined || positionals.length > 0) {
      throw new UsageError('Write the command behind two dashes: callscape run -- node app.js');
    }
    const dir = projectOf(values);
    const run = await withEngine(async (engine) => {
      engine.services.runs.onTidied({ dir }, (tidied) => {
        process.stderr.write(`callscape: removed ${tidiedText(tidied)}\n`);
      });
      const attached = await engine.runAttached({
        dir,
        cwd: isInside(process.cwd(), dir) ? process.cwd() : dir,
        command: [file, ...rest],
        level: levelOf(values.level),
        name: values.name,
      });
      return attached.finished;
    });
    say(run);
    if (run.signal !== null) throw new ExitBySignal(run.signal);
    return run.exitCode ?? 1;
  },
};

function isInside(folder: string, dir: string): boolean {
  const path = relative(dir, folder);
  return path === '' || !(path.startsWith('..') || isAbsolute(path));
}

/** Our own words, on standard error so that the target's output stays its own. */
function say(run: Run): void {
  const counted = `${count(run.spans, 'call')} (${count(run.functions, 'function')} loaded)`;
  const lines = [`recorded ${counted} as "${run.name}" (${run.id})`, run.file];
  if (run.diagnosis !== null) lines.unshift(sentence(run.diagnosis));
  for (const line of lines) process.stderr.write(`callscape: ${line}\n`);
}

const count = (number: number, thing: string): string =>
  `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;

const sentence = ({ title, detail, action }: Diagnosis): string =>
  `${title}. ${detail.replace(/\s*\n\s*/g, ' | ')} ${action}`;
