import { resolve } from 'node:path';
import type {
  Analysis,
  AnalysisProgress,
  ExerciseProgress,
  FindingSeverity,
  Graphs,
  ProjectDir,
} from '#contract';
import { choice, parse, projectOf, UsageError } from '../../command/index.ts';
import { analysisFormats, writeAnalysis } from '../../findings/index.ts';
import { findInstallation } from '../../installation.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { isAtLeast, severities } from '../severity.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape analyze [DIR] [--run RUN] [--format text|json|sarif|markdown] [--fail-on SEVERITY] [--all]
                         [--exercise] [--watch]

Analyses the source of a project, joined with a run if one is given: what is defined, what ran, what is connected, what is
broken, what is slow. DIR is the current folder by default; RUN is an id, a name, or "latest".

  --format    text (the default), json (docs/analysis.schema.json), sarif (2.1.0), or markdown
  --fail-on   exit 1 when there is a finding of this severity or a graver one: low, medium, high, critical
  --all       show findings against which something speaks, too
  --watch     analyse again whenever a file of the source changes, until Ctrl-C; only what changed is read again
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
      watch: { type: 'boolean', default: false },
    });
    if (given.length > 1) throw new UsageError(`There is one argument too many: ${given[1]}.`);
    const format = choice('format', values.format, analysisFormats);
    const failOn = values['fail-on'] === undefined ? null : choice('fail-on', values['fail-on'], severities);
    const dir = projectOf({ project: given[0] === undefined ? values.project : resolve(given[0]) });
    return withEngine(async (engine) => {
      await engine.recovered(dir);
      const { findings, graphs, runs } = engine.services;
      const run = values.run === undefined ? null : (await runs.get({ dir, run: values.run })).id;
      const rules = await findings.rules({});
      const { version } = findInstallation();
      const watch = findings.onProgress({ dir }, sayProgress);
      const exercise = findings.onExercise({ dir }, sayExercise);
      const analyse = async (): Promise<Analysis> => {
        const analysis = await findings.analyse({ dir, run });
        await writeOut(writeAnalysis(format, analysis, { rules, version, all: values.all }));
        return analysis;
      };
      try {
        if (values.exercise) await findings.exercise({ dir, run, only: null, consent: true });
        const last = values.watch ? await analyseOnChange(graphs, dir, analyse) : await analyse();
        return failOn !== null && reaches(last, failOn) ? 1 : 0;
      } finally {
        watch.dispose();
        exercise.dispose();
      }
    });
  },
};

/** Analyses, and again after each change of the source, until the person ends it; the last analysis is the result. */
async function analyseOnChange(
  graphs: Graphs,
  dir: ProjectDir,
  analyse: () => Promise<Analysis>,
): Promise<Analysis> {
  let changes: string[] = [];
  let wake = Promise.withResolvers<void>();
  let isOver = false;
  const listening = graphs.onSourceChanged({ dir }, ({ files }) => {
    changes.push(...files);
    wake.resolve();
  });
  // Watching by itself keeps no process alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  process.once('SIGINT', () => {
    isOver = true;
    wake.resolve();
  });
  try {
    for (;;) {
      const last = await analyse();
      process.stderr.write('Watching for changes. Ctrl-C ends it.\n');
      await wake.promise;
      if (isOver) return last;
      process.stderr.write(`Changed: ${changes.join(', ')}\n`);
      changes = [];
      wake = Promise.withResolvers<void>();
    }
  } finally {
    clearInterval(alive);
    listening.dispose();
  }
}

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
