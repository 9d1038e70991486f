import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ExportFormat } from '#contract';
import { choice, parse, positionals, projectOf, UsageError } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { copyOut } from '../output.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape export RUN --format baseline|spans|speedscope -o FILE [--project DIR]

Writes a run to a file, or with "-o -" to standard output. RUN is an id, a name, or "latest".

  baseline     the figures of every function and both graphs, to compare other runs with (docs/baseline.schema.json)
  spans        one JSON object a line for every call (docs/spans.schema.json)
  speedscope   for speedscope.app
`;

const formats: readonly ExportFormat[] = ['baseline', 'spans', 'speedscope'];

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {
      format: { type: 'string' },
      output: { type: 'string', short: 'o' },
    });
    const { RUN } = positionals(given, 'RUN');
    if (values.format === undefined) throw new UsageError(`--format is missing: ${formats.join(', ')}.`);
    if (values.output === undefined) throw new UsageError('-o FILE is missing; "-o -" is standard output.');
    const format = choice('format', values.format, formats);
    if (values.output !== '-') {
      const { file, bytes } = await write(projectOf(values), RUN, format, resolve(values.output));
      process.stderr.write(`callscape: ${file} (${bytes.toLocaleString('en')} bytes)\n`);
      return 0;
    }
    const folder = await mkdtemp(join(tmpdir(), 'callscape-'));
    try {
      const { file } = await write(projectOf(values), RUN, format, join(folder, 'export'));
      await copyOut(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return 0;
  },
};

function write(dir: string, reference: string, format: ExportFormat, file: string) {
  return withEngine(async (engine) => {
    await engine.recovered(dir);
    const run = (await engine.services.runs.get({ dir, run: reference })).id;
    return engine.services.exchange.exportTo({ dir, run, format, file });
  });
}
