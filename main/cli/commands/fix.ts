import { resolve } from 'node:path';
import type { Finding } from '#contract';
import { choice, parse, projectOf, UsageError } from '../../command/index.ts';
import { defaultDataDir, projectPaths } from '../../data-dir.ts';
import {
  type FixEngine,
  fixableRules,
  type JournalEntry,
  openFixEngine,
  type ProposedFix,
  proposeFixes,
  unifiedDiff,
} from '../../fixes/index.ts';
import { canonicalDir } from '../../projects/index.ts';
import type { Command } from '../command.ts';
import { writeOut } from '../output.ts';
import { isAtLeast, severities } from '../severity.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape fix [DIR] [--run RUN] [--rule RULE] [--severity SEVERITY] [--apply]
       callscape fix [DIR] --undo ID|all
       callscape fix [DIR] --history

Proposes fixes for what callscape analyze finds, as diffs. Nothing is written without --apply; everything that was
applied can be undone, also after later edits of the same files.

  --run RUN       judge with a run: its id, its name, or "latest"
  --rule RULE     only this rule: ${fixableRules.join(', ')}
  --severity S    only findings of this severity or a graver one: low, medium, high, critical
  --apply         apply the fixes, each undoable by itself
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
      apply: { type: 'boolean', default: false },
      undo: { type: 'string' },
      history: { type: 'boolean', default: false },
      format: { type: 'string', default: 'text' },
    });
    if (positionals.length > 1) throw new UsageError(`There is one argument too many: ${positionals[1]}.`);
    const json = choice('format', values.format, ['text', 'json'] as const) === 'json';
    const rule = values.rule === undefined ? null : choice('rule', values.rule, fixableRules);
    const least = values.severity === undefined ? 'low' : choice('severity', values.severity, severities);
    const dir = await canonicalDir(
      projectOf({ project: positionals[0] === undefined ? values.project : resolve(positionals[0]) }),
    );
    return await withFixes(dir, async (fixes) => {
      if (values.history) return await tellHistory(fixes.history(), json);
      if (values.undo !== undefined) return await undo(fixes, values.undo, json);
      const findings = (await findingsOf(dir, values.run)).filter(
        (one) => (rule === null || one.rule === rule) && isAtLeast(one.severity, least),
      );
      const proposed = await proposeFixes(dir, findings);
      const applied = values.apply ? await applyAll(fixes, proposed) : null;
      await writeOut(json ? asJson(proposed, applied) : [...asText(proposed, applied)].join(''));
      return 0;
    });
  },
};

/** Whatever a crash of an earlier fix left half-done is brought to an end first. */
async function withFixes(dir: string, use: (fixes: FixEngine) => Promise<number>): Promise<number> {
  const fixes = openFixEngine(dir, `${projectPaths(defaultDataDir(), dir).root}/fixes.sqlite`);
  try {
    for (const { title, left } of await fixes.recover()) {
      process.stderr.write(`callscape: "${title}" was interrupted and is undone.\n`);
      for (const path of left)
        process.stderr.write(`callscape: ${path} was changed meanwhile and left as it is.\n`);
    }
    return await use(fixes);
  } finally {
    fixes.dispose();
  }
}

function findingsOf(dir: string, wanted: string | undefined): Promise<readonly Finding[]> {
  return withEngine(async (engine) => {
    await engine.recovered(dir);
    const { findings, runs } = engine.services;
    const run = wanted === undefined ? null : (await runs.get({ dir, run: wanted })).id;
    return (await findings.analyse({ dir, run })).findings;
  });
}

/** Ids of what was applied, by finding. One that cannot be applied ends the series: what follows builds on it. */
async function applyAll(fixes: FixEngine, proposed: readonly ProposedFix[]): Promise<Map<Finding, string>> {
  const applied = new Map<Finding, string>();
  for (const one of proposed) {
    if (!('plan' in one)) continue;
    const { id } = await fixes.apply(
      `${one.title} (${one.finding.range.file}:${one.finding.range.line})`,
      one.plan,
    );
    applied.set(one.finding, id);
  }
  return applied;
}

async function undo(fixes: FixEngine, which: string, json: boolean): Promise<number> {
  const undone = which === 'all' ? await fixes.undoAll() : [await fixes.undo(which)];
  return await tellHistory(undone, json);
}

async function tellHistory(entries: readonly JournalEntry[], json: boolean): Promise<number> {
  const lines = entries.map(({ id, state, title }) => `${id}  ${state.padEnd(8)}  ${title}`);
  const text = lines.length === 0 ? 'No fix was applied.' : lines.join('\n');
  await writeOut(`${json ? JSON.stringify(entries, null, 2) : text}\n`);
  return 0;
}

function* asText(proposed: readonly ProposedFix[], applied: Map<Finding, string> | null): Generator<string> {
  const fixable = proposed.filter((one) => 'plan' in one);
  for (const one of proposed) {
    const { rule, range, message } = one.finding;
    yield `${range.file}:${range.line}  ${rule}  ${message}\n`;
    if ('refused' in one) yield `  not fixed: ${one.refused}\n\n`;
    else {
      const id = applied?.get(one.finding);
      yield `  ${one.title}${id === undefined ? '' : `  (${id})`}\n`;
      for (const { path, before, after } of one.plan.previews) yield `${unifiedDiff(path, before, after)}\n`;
    }
  }
  if (applied === null)
    yield `${fixable.length} of ${proposed.length} findings can be fixed${fixable.length > 0 ? '; --apply does it' : ''}.\n`;
  else yield `${applied.size} fixes applied. "callscape fix --undo all" takes them back.\n`;
}

function asJson(proposed: readonly ProposedFix[], applied: Map<Finding, string> | null): string {
  const fixes = proposed.map((one) => ({
    finding: one.finding.id,
    rule: one.finding.rule,
    file: one.finding.range.file,
    line: one.finding.range.line,
    ...('refused' in one
      ? { refused: one.refused }
      : {
          title: one.title,
          id: applied?.get(one.finding) ?? null,
          diff: one.plan.previews.map(({ path, before, after }) => unifiedDiff(path, before, after)).join(''),
        }),
  }));
  return `${JSON.stringify({ format: 'callscape-fixes', version: 1, fixes }, null, 2)}\n`;
}
