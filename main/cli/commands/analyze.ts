import { resolve } from 'node:path';
import type { Analysis, AnalysisProgress, ExerciseProgress, FindingSeverity } from '#contract';
import { choice, parse, projectOf, UsageError } from '../../command/index.ts';
import { analysisFormats, writeAnalysis } from '../../findings/index.ts';
import { findInstallation } from '../../installation.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { isAtLeast, severities } from '../severity.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape analyze [DIR] [--run RUN] [--format text|json|sarif|markdown] [--fail-on SEVERITY] [--all]
                         [--exercise]

Analyses the source of a project, joined with a run if one is given: what is defined, what ran, what is connected, what is
broken, what is slow. DIR is the current folder by default; RUN is an id, a name, or "latest".

  --format    text (the default), json (docs/analysis.schema.json), sarif (2.1.0), or markdown
  --fail-on   exit 1 when there is a finding of this severity or a graver one: low, medium, high, critical
  --all       show findings against which something speaks, too
  --exercise  run the project's code: load its modules and call their exported functions and classes, with the arguments that RUN
              recorded and with generated ones, in a sandbox without network, writing, and processes of its own (docs/exerciser.md)

Settings are read from callscape.config.json in DIR (docs/config.schema.json). A comment
"callscape-ignore RULE: reason" on the line of a finding, or the line before, silences it.
`;

const titles: Readonly<Record<AnalysisProgress['phase'], string>> = {
  tracing: 'Phase 1: Runtime tracing',
  'call-graph': 'Phase 2: Building call graph',
  'dead-code': 'Phase 3: Detecting dead code',
  broken: 'Phase 4: Looking for broken functions',
  connectivity: 'Phase 5: Analyzing module connectivity',
  performance: 'Phase 6: Performance profiling',
};

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {
      run: { type: 'string' },
      format: { type: 'string', default: 'text' },
      'fail-on': { type: 'string' },
      all: { type: 'boolean', default: false },
      exercise: { type: 'boolean', default: false },
    });
    if (given.length > 1) throw new UsageError(`There is one argument too many: ${given[1]}.`);
    const format = choice('format', values.format, analysisFormats);
    const failOn = values['fail-on'] === undefined ? null : choice('fail-on', values['fail-on'], severities);
    const dir = projectOf({ project: given[0] === undefined ? values.project : resolve(given[0]) });
    const analysis = await withEngine(async (engine) => {
      await engine.recovered(dir);
      const { findings, runs } = engine.services;
      const run = values.run === undefined ? null : (await runs.get({ dir, run: values.run })).id;
      const watch = findings.onProgress({ dir }, sayProgress);
      const exercise = findings.onExercise({ dir }, sayExercise);
      try {
        if (values.exercise) await findings.exercise({ dir, run, consent: true });
        return { result: await findings.analyse({ dir, run }), rules: await findings.rules({}) };
      } finally {
        watch.dispose();
        exercise.dispose();
      }
    });
    const { result, rules } = analysis;
    await writeOut(
      writeAnalysis(format, result, { rules, version: findInstallation().version, all: values.all }),
    );
    return failOn !== null && reaches(result, failOn) ? 1 : 0;
  },
};

function sayProgress({ phase, result }: AnalysisProgress): void {
  process.stderr.write(result === null ? `${titles[phase]}...\n` : `${titles[phase]}: ${result}\n`);
}

function sayExercise({ done, total, file }: ExerciseProgress): void {
  if (file !== '') process.stderr.write(`Calling exported functions: ${done} of ${total}, ${file}\n`);
}

/** Findings against which something speaks fail nobody's build. */
function reaches({ findings }: Analysis, least: FindingSeverity): boolean {
  return findings.some(({ severity, confidence }) => confidence !== 'low' && isAtLeast(severity, least));
}
