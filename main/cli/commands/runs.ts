import type { Run } from '#contract';
import { parse, positionals, projectOf } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape runs [--project DIR]

Lists the runs of the project, the newest first.
`;

export const command: Command = {
  help,
  async run(args) {
    const parsed = parse(args, {});
    positionals(parsed.positionals);
    const dir = projectOf(parsed.values);
    const runs = await withEngine(async (engine) => {
      await engine.recovered(dir);
      return engine.services.runs.list({ dir });
    });
    if (runs.length === 0) {
      process.stderr.write(`callscape: ${dir} has no runs yet. Start one with: callscape run -- COMMAND\n`);
      return 0;
    }
    process.stdout.write(table(columns, runs.map(row)));
    return 0;
  },
};

const columns = [
  { title: 'ID' },
  { title: 'STARTED' },
  { title: 'LEVEL', align: 'right' },
  { title: 'CALLS', align: 'right' },
  { title: 'ERRORS', align: 'right' },
  { title: 'ENDED' },
  { title: 'NAME' },
] as const;

const row = (run: Run): string[] => [
  run.id,
  localTime(run.startedAt),
  String(run.level),
  run.spans.toLocaleString('en'),
  run.errors.toLocaleString('en'),
  end(run),
  run.name + (run.pinned ? ' (pinned)' : ''),
];

function end(run: Run): string {
  if (run.signal !== null) return run.signal;
  if (run.exitCode !== null) return `exit ${run.exitCode}`;
  return run.state;
}

/** `2026-01-31 14:03:07` in the time zone of the person. */
function localTime(unixMs: number): string {
  const time = new Date(unixMs);
  const shifted = new Date(unixMs - time.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 19).replace('T', ' ');
}
