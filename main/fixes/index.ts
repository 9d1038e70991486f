/** Fixes of findings: proposed, shown, applied, and undone whatever happens. */
import { glob } from 'tinyglobby';
import { type Finding, isContractError, type ProjectDir } from '#contract';
import type { FixContext, Proposal } from './fixer.ts';
import { fixers } from './fixers/index.ts';
import { type Plan, planSeries } from './plan.ts';
import { type ProjectFile, readProjectFile } from './project-file.ts';

export { type FixEngine, openFixEngine, type Recovered } from './fix-engine.ts';
export type { JournalEntry } from './journal.ts';
export type { Plan } from './plan.ts';
export { unifiedDiff } from './unified-diff.ts';

/** Rules that something can be done about by itself. */
export const fixableRules: readonly string[] = fixers.map(({ rule }) => rule);

/** A finding with what can be done about it. */
export type ProposedFix =
  | { readonly finding: Finding; readonly title: string; readonly plan: Plan }
  | { readonly finding: Finding; readonly refused: string };

/**
 * Proposes fixes for findings of one analysis, each to be applied after those before it. Findings of rules without a fixer
 * are left out. Nothing is written.
 */
export async function proposeFixes(dir: ProjectDir, findings: readonly Finding[]): Promise<ProposedFix[]> {
  const context = createContext(dir, await sourceFiles(dir));
  const proposed: (Proposal & { readonly kind: 'fix'; readonly finding: Finding })[] = [];
  const refused: ProposedFix[] = [];
  for (const finding of findings) {
    const fixer = fixers.find(({ rule }) => rule === finding.rule);
    if (fixer === undefined) continue;
    try {
      const proposal = await fixer.propose(finding, context);
      if (proposal.kind === 'fix') proposed.push({ ...proposal, finding });
      else refused.push({ finding, refused: proposal.reason });
    } catch (error) {
      if (!isContractError(error)) throw error;
      refused.push({ finding, refused: error.message });
    }
  }
  const needed = new Set(proposed.flatMap(({ needs = [] }) => needs));
  const isUndone = ({ removes, changes }: (typeof proposed)[number]): boolean =>
    removes === true && changes.some(({ path }) => needed.has(path));
  for (const { finding } of proposed.filter(isUndone))
    refused.push({ finding, refused: 'Another fix begins to use the file. Analyse again after it.' });
  const planned = await planSeries(
    dir,
    proposed.filter((fix) => !isUndone(fix)),
  );
  return [
    ...planned.map(
      (one): ProposedFix =>
        'plan' in one
          ? { finding: one.finding, title: one.title, plan: one.plan }
          : { finding: one.finding, refused: one.refused },
    ),
    ...refused,
  ];
}

function createContext(dir: ProjectDir, files: readonly string[]): FixContext {
  const read = new Map<string, Promise<ProjectFile>>();
  return {
    dir,
    files,
    read(path) {
      const known = read.get(path) ?? readProjectFile(dir, path);
      read.set(path, known);
      return known;
    },
  };
}

const sourceFiles = (dir: ProjectDir): Promise<string[]> =>
  glob('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,json}', {
    cwd: dir,
    ignore: ['**/node_modules/**', '**/.*/**'],
    followSymbolicLinks: false,
  });
