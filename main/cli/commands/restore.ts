import { resolve } from 'node:path';
import { parse, positionals, projectOf } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape restore FOLDER [--project DIR]

Takes up the recordings of a backup in the project. What is there already stays as it is. Exit 1 when a recording of
the backup is damaged; the others are restored.
`;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {});
    const { FOLDER } = positionals(given, 'FOLDER');
    const dir = projectOf(values);
    const { restored, present, damaged } = await withEngine((engine) =>
      engine.services.runs.restore({ dir, folder: resolve(FOLDER) }),
    );
    process.stderr.write(
      `callscape: restored ${restored.length} recordings, ${present.length} were here already\n`,
    );
    for (const name of damaged) process.stderr.write(`callscape: damaged, not restored: ${name}\n`);
    return damaged.length > 0 ? 1 : 0;
  },
};
