import { createHash } from 'node:crypto';
import { glob } from 'tinyglobby';
import { type FilePreview, type Finding, isContractError, type ProjectDir } from '#contract';
import type { FixContext, Proposal } from './fixer.ts';
import { fixers } from './fixers/index.ts';
import { type FileChange, planChanges } from './plan.ts';
import { type ProjectFile, readProjectFile } from './project-file.ts';
import { recordedCalls } from './recorded-calls.ts';

/** A fix of one finding, checked by itself. */
export interface Candidate {
  /** Names the finding and the edits. */
  readonly id: string;
  readonly finding: Finding;
  readonly title: string;
  readonly changes: readonly FileChange[];
  /** Another output of the app is what the fix is for. */
  readonly mendsBehaviour: boolean;
  readonly files: readonly FilePreview[];
}

export interface Refusal {
  readonly finding: Finding;
  readonly reason: string;
}

export interface Proposals {
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refusal[];
}

/** What fixers may ask beside the files. */
export type Knowledge = Pick<FixContext, 'calls' | 'latestVersion'>;

/** The source alone. */
export const sourceAlone: Knowledge = {
  calls: recordedCalls({} as never, null),
  latestVersion: async () => null,
};

/**
 * Proposes fixes for findings of one analysis. Findings of rules without a fixer are left out. Nothing is written. What each
 * fix does is checked alone; whether several go together shows when they are planned as a series.
 */
export async function proposeFixes(
  dir: ProjectDir,
  findings: readonly Finding[],
  known: Knowledge,
  signal?: AbortSignal,
): Promise<Proposals> {
  const context = createContext(dir, await sourceFiles(dir), known);
  const proposed: (Proposal & {
    readonly kind: 'fix';
    readonly finding: Finding;
    readonly mendsBehaviour: boolean;
  })[] = [];
  const refused: Refusal[] = [];
  for (const finding of findings) {
    signal?.throwIfAborted();
    const fixer = fixers.find(({ rule }) => rule === finding.rule);
    if (fixer === undefined) continue;
    const { mendsBehaviour = false } = fixer;
    const proposal = await orReason(() => fixer.propose(finding, context));
    if (typeof proposal === 'string') refused.push({ finding, reason: proposal });
    else if (proposal.kind === 'refused') refused.push({ finding, reason: proposal.reason });
    else proposed.push({ ...proposal, finding, mendsBehaviour });
  }
  const needed = new Set(proposed.flatMap(({ needs = [] }) => needs));
  const candidates: Candidate[] = [];
  for (const { finding, title, changes, removes, mendsBehaviour } of proposed) {
    if (removes === true && changes.some(({ path }) => needed.has(path))) {
      refused.push({ finding, reason: 'Another fix begins to use the file. Analyse again after it.' });
      continue;
    }
    const plan = await orReason(() => planChanges(dir, changes));
    if (typeof plan === 'string') refused.push({ finding, reason: plan });
    else if (plan.steps.length > 0)
      candidates.push({
        id: idOf(finding, changes),
        finding,
        title,
        changes,
        mendsBehaviour,
        files: plan.previews,
      });
  }
  return { candidates, refused };
}

const idOf = (finding: Finding, changes: readonly FileChange[]): string =>
  createHash('sha256')
    .update(JSON.stringify([finding.id, changes]))
    .digest('hex')
    .slice(0, 32);

/** What a refusal says, or the answer. */
async function orReason<T>(ask: () => Promise<T>): Promise<T | string> {
  try {
    return await ask();
  } catch (error) {
    if (isContractError(error)) return error.message;
    throw error;
  }
}

function createContext(dir: ProjectDir, files: readonly string[], known: Knowledge): FixContext {
  const done = new Map<string, Promise<ProjectFile>>();
  const read = (path: string): Promise<ProjectFile> => {
    const file = done.get(path) ?? readProjectFile(dir, path);
    done.set(path, file);
    return file;
  };
  const peek = (path: string): Promise<string | null> =>
    read(path).then(
      ({ text }) => text,
      () => null,
    );
  return { dir, files, read, peek, ...known };
}

const sourceFiles = (dir: ProjectDir): Promise<string[]> =>
  glob('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,json,py}', {
    cwd: dir,
    ignore: ['**/node_modules/**', '**/.*/**'],
    followSymbolicLinks: false,
  });
