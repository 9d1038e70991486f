import { choice, parse, positionals, projectOf } from '../../command/index.ts';
import { buildReport, reportFormats, writeReport } from '../../exchange/index.ts';
import { findInstallation } from '../../installation.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape report RUN [--format text|json|csv|summary] [--project DIR]

Prints what a run called, function by function. RUN is an id, a name, or "latest".

  --format   text (the default), json (docs/report.schema.json), csv, or summary
`;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, { format: { type: 'string', default: 'text' } });
    const { RUN } = positionals(given, 'RUN');
    const format = choice('format', values.format, reportFormats);
    const dir = projectOf(values);
    const report = await withEngine(async (engine) => {
      await engine.recovered(dir);
      const { recordings, runs } = engine.services;
      const { id } = await runs.get({ dir, run: RUN });
      return buildReport({ recordings, version: findInstallation().version }, id);
    });
    await writeOut(writeReport(format, report, process.stdout.columns));
    return 0;
  },
};
