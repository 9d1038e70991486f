import { createHash } from 'node:crypto';
import { glob } from 'tinyglobby';
import { type FilePreview, type Finding, isContractError, type ProjectDir } from '#contract';
import type { FixContext, ProposedEdits } from './fixer.ts';
import { fixers } from './fixers/index.ts';
import type { Formatted } from './formatters.ts';
import { type FileChange, planChanges } from './plan.ts';
import { offsetInText, type ProjectFile, readProjectFile } from './project-file.ts';
import { brokenPython } from './python-check.ts';
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
  /** Right only if a person means it. */
  readonly optional: boolean;
  /** What is left to do once it is applied; `null`: nothing. */
  readonly note: string | null;
  readonly files: readonly FilePreview[];
}

export interface Refusal {
  readonly finding: Finding;
  readonly reason: string;
  readonly needs: 'registry' | 'tools' | null;
}

export interface Proposals {
  readonly candidates: readonly Candidate[];
  readonly refused: readonly Refusal[];
}

/** What fixers may ask beside the files. */
export type Knowledge = Pick<FixContext, 'calls' | 'latestVersion' | 'lockFor'> & {
  format(file: Pick<ProjectFile, 'path' | 'text'>, peek: FixContext['peek']): Promise<Formatted>;
};

/** The source alone. */
export const sourceAlone: Knowledge = {
  calls: recordedCalls({} as never, null),
  latestVersion: async () => null,
  lockFor: async () => null,
  format: async () => ({ kind: 'none' }),
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
  const proposed: (ProposedEdits & { readonly finding: Finding; readonly mendsBehaviour: boolean })[] = [];
  const refused: Refusal[] = [];
  const kept: { readonly file: string; readonly name: string }[] = [];
  for (const finding of findings) {
    signal?.throwIfAborted();
    const fixer = fixers.find(({ rule }) => rule === finding.rule);
    if (fixer === undefined) continue;
    const { mendsBehaviour = false } = fixer;
    const proposal = await orReason(async () => fixer.propose(await inTexts(finding, context), context));
    if (typeof proposal === 'string') refused.push({ finding, reason: proposal, needs: null });
    else if (proposal.kind === 'refused') {
      const { reason, needs = null, instead = null, keeps } = proposal;
      if (keeps !== undefined) kept.push(keeps);
      refused.push({ finding, reason, needs });
      if (instead !== null) proposed.push({ ...instead, finding, mendsBehaviour });
    } else proposed.push({ ...proposal, finding, mendsBehaviour });
  }
  const needed = new Set(proposed.flatMap(({ needs = [] }) => needs));
  const candidates: Candidate[] = [];
  for (const {
    finding,
    title,
    changes,
    removes,
    mendsBehaviour,
    optional = false,
    note = null,
  } of proposed) {
    if (removes === true && changes.some(({ path }) => needed.has(path))) {
      refused.push({
        finding,
        reason: 'Another fix begins to use the file. Analyse again after it.',
        needs: null,
      });
      continue;
    }
    const isKept = ({ file, name }: (typeof kept)[number]): boolean =>
      file === finding.range.file && finding.function?.name.split('.').at(-1) === name;
    if (removes === true && kept.some(isKept)) {
      refused.push({
        finding,
        reason: 'What is left to you says how to use it: look at that first.',
        needs: null,
      });
      continue;
    }
    const plan = await orReason(() => planChanges(dir, changes));
    if (typeof plan === 'string') refused.push({ finding, reason: plan, needs: null });
    else if (plan.steps.length > 0)
      candidates.push({
        id: idOf(finding, changes),
        finding,
        title,
        changes,
        mendsBehaviour,
        optional,
        note,
        files: plan.previews,
      });
  }
  const broken = await brokenPython(candidates.flatMap(({ files }) => files));
  const isBroken = ({ files }: Candidate): boolean => files.some((file) => broken.has(file));
  for (const { finding, files } of candidates.filter(isBroken)) {
    const [problem] = files.flatMap((file) => broken.get(file) ?? []);
    const reason = `The file would not parse any more (${problem}). This is a fault of the fix.`;
    refused.push({ finding, reason, needs: null });
  }
  return { candidates: candidates.filter((one) => !isBroken(one)), refused };
}

/** A finding whose ranges count in the texts that fixers see, which need not have the line ends of the files. */
async function inTexts(finding: Finding, { read }: FixContext): Promise<Finding> {
  const placed = async (range: Finding['range']): Promise<Finding['range']> => {
    const file = range.start < 0 ? null : await read(range.file).catch(() => null);
    if (file === null) return range;
    return { ...range, start: offsetInText(file, range.start), end: offsetInText(file, range.end) };
  };
  return {
    ...finding,
    range: await placed(finding.range),
    evidence: await Promise.all(
      finding.evidence.map(async (one) =>
        one.range === undefined ? one : { ...one, range: await placed(one.range) },
      ),
    ),
  };
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
  return { dir, files, read, peek, ...known, format: (file) => known.format(file, peek) };
}

const sourceFiles = (dir: ProjectDir): Promise<string[]> =>
  glob('**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx,json,py}', {
    cwd: dir,
    ignore: ['**/node_modules/**', '**/.*/**'],
    followSymbolicLinks: false,
  });
