import { resolve } from 'node:path';
import type { AppliedFixes, Fixes, FixRecord, ProofRequest } from '#contract';
import { choice, parse, projectOf, UsageError } from '../../command/index.ts';
import { fixableRules } from '../../fixes/index.ts';
import { canonicalDir } from '../../projects/index.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { isAtLeast, severities } from '../severity.ts';
import { withEngine } from '../with-engine.ts';
import { appliedText, fixesJson, historyText, proposalsText } from './fix-text.ts';

const help = `Usage: callscape fix [DIR] [--run RUN] [--rule RULE] [--severity SEVERITY] [--apply [--validate] [--commit]]
       callscape fix [DIR] --undo ID|all
       callscape fix [DIR] --history

Proposes fixes for what callscape analyze finds, as diffs. Nothing is written without --apply; everything that was
applied can be undone, also after later edits of the same files.

  --run RUN       judge with a run: its id, its name, or "latest"
  --rule RULE     only this rule: ${fixableRules.join(', ')}
  --severity S    only findings of this severity or a graver one: low, medium, high, critical
  --all           tell also of findings against which something speaks, of which none is fixed
  --ask-registry  let the project's package registry be asked for the versions of packages that are not declared
  --run-tools     let the project's own formatter and linters run, for fixes of code style; their settings are code
  --intended      with the fixes that are only right if you mean them: notes, modules that are documented as intended
  --dry-run       write nothing (the default)
  --apply         apply the fixes, each undoable by itself
  --validate      run the project's tests and the command of the run before and after; where something is worse, find
                  the fixes that make it so and take them back; exit code 1 then
  --tests LINE    the shell line that runs the tests; "" for none
  --command LINE  the shell line that runs the app and ends by itself; "" for none
  --commit        make each fix a commit; refused where its files have changes of their own
  --undo ID|all   take one fix back, or all of them, the last first
  --history       what was applied and undone
  --format        text (the default) or json
`;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals } = parse(args, {
      run: { type: 'string' },
      rule: { type: 'string' },
      severity: { type: 'string' },
      all: { type: 'boolean', default: false },
      'ask-registry': { type: 'boolean', default: false },
      'run-tools': { type: 'boolean', default: false },
      intended: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      apply: { type: 'boolean', default: false },
      validate: { type: 'boolean', default: false },
      tests: { type: 'string' },
      command: { type: 'string' },
      commit: { type: 'boolean', default: false },
      undo: { type: 'string' },
      history: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    });
    if (positionals.length > 1) throw new UsageError(`There is one argument too many: ${positionals[1]}.`);
    if (values.apply && values['dry-run']) throw new UsageError('Choose one of --dry-run and --apply.');
    if ((values.validate || values.commit) && !values.apply)
      throw new UsageError(`${values.validate ? '--validate' : '--commit'} goes with --apply.`);
    const json = choice('format', values.format, ['text', 'json'] as const) === 'json';
    const rule = values.rule === undefined ? null : choice('rule', values.rule, fixableRules);
    const least = values.severity === undefined ? 'low' : choice('severity', values.severity, severities);
    const dir = await canonicalDir(
      projectOf({ project: positionals[0] === undefined ? values.project : resolve(positionals[0]) }),
    );
    return await withEngine(async (engine) => {
      await engine.recovered(dir);
      await tellRecovered(await engine.recoveredFixes(dir));
      const { fixes, runs } = engine.services;
      if (values.history) return await tellHistory(await fixes.history({ dir }), json);
      if (values.undo !== undefined) return await tellHistory(await undo(fixes, dir, values.undo), json);
      const run = values.run === undefined ? null : (await runs.get({ dir, run: values.run })).id;
      const all = await fixes.propose({
        dir,
        run,
        mayAsk: values['ask-registry'],
        mayRun: values['run-tools'],
      });
      const isWanted = ({ finding }: { finding: { rule: string; severity: (typeof severities)[number] } }) =>
        (rule === null || finding.rule === rule) && isAtLeast(finding.severity, least);
      const proposals = {
        ...all,
        fixes: all.fixes.filter((fix) => isWanted(fix) && (values.intended || !fix.optional)),
        refused: all.refused.filter(isWanted),
      };
      if (!values.apply || proposals.fixes.length === 0) {
        const unasked = all.fixes.filter(isWanted).length - proposals.fixes.length;
        await writeOut(
          json ? fixesJson(proposals, null) : proposalsText(proposals, { all: values.all, unasked }),
        );
        return 0;
      }
      const proof: ProofRequest | null = values.validate
        ? { tests: lineOf(values.tests), command: lineOf(values.command) }
        : null;
      const listener = fixes.onProgress({ dir }, ({ phase, text }) =>
        process.stderr.write(`callscape: ${phase}: ${text}\n`),
      );
      const ids = proposals.fixes.map(({ id }) => id);
      const outcome = await interruptible((signal) =>
        fixes.apply({ dir, fixes: ids, proof, commit: values.commit }, signal),
      ).finally(() => listener.dispose());
      await writeOut(json ? fixesJson(proposals, outcome) : appliedText(proposals, outcome));
      return isWorse(outcome) ? 1 : 0;
    });
  },
};

/** Not given: found. Empty: none. */
const lineOf = (value: string | undefined): string | null | undefined => (value === '' ? null : value);

const isWorse = ({ takenBack }: AppliedFixes): boolean => takenBack.length > 0;

/** Ctrl-C takes back what was applied, instead of leaving it unproved. */
async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const onSignal = (): void => abort.abort();
  process.once('SIGINT', onSignal);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', onSignal);
  }
}

async function tellRecovered(
  recovered: readonly { title: string; left: readonly string[] }[],
): Promise<void> {
  for (const { title, left } of recovered) {
    process.stderr.write(`callscape: "${title}" was interrupted and is undone.\n`);
    for (const path of left)
      process.stderr.write(`callscape: ${path} was changed meanwhile and left as it is.\n`);
  }
}

const undo = async (fixes: Fixes, dir: string, which: string): Promise<readonly FixRecord[]> =>
  which === 'all' ? await fixes.undoAll({ dir }) : [await fixes.undo({ dir, id: which })];

async function tellHistory(records: readonly FixRecord[], json: boolean): Promise<number> {
  await writeOut(json ? `${JSON.stringify(records, null, 2)}\n` : historyText(records));
  return 0;
}
