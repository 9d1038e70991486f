import { resolve } from 'node:path';
import { parse, positionals, projectOf } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape backup FOLDER [--project DIR]

Copies the recordings of the project, and the list of them, into a new folder. Runs that are going on are left out.
"callscape restore FOLDER" takes them up again, here or elsewhere.
`;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {});
    const { FOLDER } = positionals(given, 'FOLDER');
    const dir = projectOf(values);
    const { folder, runs, bytes, leftOut } = await withEngine(async (engine) => {
      await engine.recovered(dir);
      return engine.services.runs.backup({ dir, folder: resolve(FOLDER) });
    });
    process.stderr.write(
      `callscape: ${folder}: ${runs} recordings, ${bytes.toLocaleString('en')} bytes${leftOut.length > 0 ? `; left out: ${leftOut.join(', ')}` : ''}\n`,
    );
    return 0;
  },
};
