import { choice, parse, positionals, projectOf, UsageError } from '../../command/index.ts';
import { buildReport, executionDetails, reportFormats, writeReport } from '../../exchange/index.ts';
import { readLimits } from '../../findings/index.ts';
import { findInstallation } from '../../installation.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape report RUN [--format text|json|csv|summary] [--project DIR]
       callscape report RUN --function NAME [--calls N] [--project DIR]

Prints what a run called, function by function. RUN is an id, a name, or "latest".

  --format     text (the default), json (docs/report.schema.json), csv, or summary
  --function   its calls one by one, the slowest first: when, how long, with what values, in which phases; NAME as the report has
               it, or FILE:NAME
  --calls      how many of them, 20 by default
`;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {
      format: { type: 'string', default: 'text' },
      function: { type: 'string' },
      calls: { type: 'string', default: '20' },
    });
    const { RUN } = positionals(given, 'RUN');
    const format = choice('format', values.format, reportFormats);
    const dir = projectOf(values);
    const limit = Number(values.calls);
    if (!Number.isInteger(limit) || limit < 1 || limit > 1000)
      throw new UsageError(`--calls must be a number from 1 to 1000, not "${values.calls}".`);
    const text = await withEngine(async (engine) => {
      await engine.recovered(dir);
      const { recordings, runs } = engine.services;
      const { id } = await runs.get({ dir, run: RUN });
      if (values.function !== undefined)
        return executionDetails({ recordings }, { run: id, function: values.function, limit });
      const limits = await readLimits(dir);
      const report = await buildReport({ recordings, limits, version: findInstallation().version }, id);
      return writeReport(format, report, process.stdout.columns ?? Number.POSITIVE_INFINITY);
    });
    await writeOut(text);
    return 0;
  },
};
