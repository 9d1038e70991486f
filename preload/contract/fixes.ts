import * as v from 'valibot';
import type { FindingSeverity } from './findings.ts';
import { type ProjectDir, projectDir, type RunId, runId } from './ids.ts';
import { defineService } from './service.ts';

/** Both sides of a file; `null` is no file. Text without a byte order mark, with its own line ends. */
export interface FilePreview {
  /** Relative to the project, forward slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What of a finding stays with its fix, because the finding itself goes. */
export interface FixedFinding {
  readonly id: string;
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

export interface ProposedFix {
  /** Names the finding and the edits: another text of a file gives another id. */
  readonly id: string;
  readonly finding: FixedFinding;
  /** What is done, in a few words. */
  readonly title: string;
  /** Right only if a person means it: nobody applies it with others unasked. */
  readonly optional: boolean;
  /** What this fix alone does. */
  readonly files: readonly FilePreview[];
  /** Those of its files that differ from the last commit; none without Git. */
  readonly uncommitted: readonly string[];
}

/** A finding that a rule can mend in general, and not here. */
export interface RefusedFix {
  readonly finding: FixedFinding;
  /** What stands against it: a sentence. */
  readonly reason: string;
  /** What can be allowed, so that there may be a fix: `mayAsk` or `mayRun` of `propose`. */
  readonly needs: 'registry' | 'tools' | null;
  /** Something speaks against the finding itself; reports leave those out unless asked for all. */
  readonly doubtful: boolean;
}

export interface FixProposals {
  /** In the order in which they are applied together. */
  readonly fixes: readonly ProposedFix[];
  /** Those of doubtful findings last. */
  readonly refused: readonly RefusedFix[];
  /** Whether the project is in a Git work tree, so that fixes can be commits. */
  readonly git: boolean;
  /** What proves a fix when nobody says otherwise; `null` where nothing of the kind was found. */
  readonly proof: { readonly tests: string | null; readonly command: string | null };
}

/** Several fixes as one change: each file once. */
export interface FixPreview {
  readonly files: readonly FilePreview[];
  /** Fixes that cannot go with those before them, by id, with the reason. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
}

export type ProofVerdict = 'proved' | 'inconclusive' | 'worse';

/** One thing that was looked at. `unknown`: nothing can be said of it, and the text says why. */
export interface ProofCheck {
  readonly subject: 'finding' | 'tests' | 'exit' | 'output' | 'errors' | 'findings' | 'time' | 'connectivity';
  readonly outcome: 'passed' | 'unknown' | 'failed';
  /** What was seen before and after, as a sentence. */
  readonly text: string;
}

/** What running the app before and after showed of fixes that were applied together. */
export interface Proof {
  /** `worse`: a check failed, and the fixes were taken back. */
  readonly verdict: ProofVerdict;
  readonly checks: readonly ProofCheck[];
  /** A run before and one after, kept to be compared; `null` where nothing was run. */
  readonly before: RunId | null;
  readonly after: RunId | null;
  /** ms since 1970. */
  readonly at: number;
}

export type FixState = 'applying' | 'applied' | 'undoing' | 'undone';

/** A fix of the project's history. */
export interface FixRecord {
  readonly id: string;
  /** Fixes that were applied together share it. */
  readonly batch: string;
  readonly title: string;
  readonly finding: FixedFinding | null;
  readonly state: FixState;
  /** ms since 1970. */
  readonly appliedAt: number;
  readonly undoneAt: number | null;
  readonly files: readonly FilePreview[];
  readonly proof: Proof | null;
  /** The commit that it was made, in full; `null` where it is none. */
  readonly commit: string | null;
}

/** How fixes are proved; what is left out is found (see `FixProposals.proof`). */
export interface ProofRequest {
  /** A shell line that runs the project's tests; `null`: none are run. */
  readonly tests?: string | null | undefined;
  /** A shell line that runs the app and ends by itself; `null`: it is not run. */
  readonly command?: string | null | undefined;
}

export interface AppliedFixes {
  /** What is applied now, or was until the proof spoke against it. */
  readonly applied: readonly FixRecord[];
  /** What was not applied, or taken back so that the others could stay. */
  readonly left: FixPreview['left'];
  /** By their proposed ids: what the proof spoke against. */
  readonly takenBack: readonly string[];
  /** Of what is applied now; of everything, when all of it was taken back. */
  readonly proof: Proof | null;
  /** What could not be done beside it: types that were not checked, a commit that a hook refused. Sentences. */
  readonly notes: readonly string[];
}

/** Where applying is. */
export interface FixProgress {
  /** `narrowing`: something is worse, and parts of what was applied are tried to find out which fix it is. */
  readonly phase: 'before' | 'checking' | 'applying' | 'after' | 'narrowing' | 'undoing';
  /** What runs now: `npm test`, `second run of node app.js`. */
  readonly text: string;
  /** Steps done, and all of them. */
  readonly done: number;
  readonly of: number;
}

export interface Fixes {
  /**
   * What can be done about the findings of the project, joined with a run if one is given. Nothing is written. `mayAsk`: the project's
   * package registry may be asked for versions and lock files. `mayRun`: the project's own formatter and linters may run, whose
   * settings are code; no other code of the project does.
   */
  propose(
    request: {
      dir: ProjectDir;
      run: RunId | null;
      mayAsk?: boolean | undefined;
      mayRun?: boolean | undefined;
    },
    signal?: AbortSignal,
  ): Promise<FixProposals>;
  /** `not-found` for fixes that are not proposed any more. */
  preview(request: { dir: ProjectDir; fixes: readonly string[] }): Promise<FixPreview>;
  /**
   * Applies fixes that were proposed, each undoable by itself. With `proof` the project's tests and its app are run before and
   * after, and fixes that make something worse are found and taken back, while the others stay; an abort takes back what was applied. With `commit` each fix
   * becomes a commit. `refused` when nothing could be applied, or a file has uncommitted changes that a commit would take along.
   */
  apply(
    request: { dir: ProjectDir; fixes: readonly string[]; proof: ProofRequest | null; commit: boolean },
    signal?: AbortSignal,
  ): Promise<AppliedFixes>;
  /** Takes one back. `refused`, with nothing touched, where later edits stand in the way. */
  undo(request: { dir: ProjectDir; id: string }): Promise<FixRecord>;
  /** Takes all back that is applied, the last first. */
  undoAll(request: { dir: ProjectDir }): Promise<readonly FixRecord[]>;
  /** Newest first. */
  history(request: { dir: ProjectDir }): Promise<readonly FixRecord[]>;

  onProgress(filter: { dir: ProjectDir }, listener: (progress: FixProgress) => void): { dispose(): void };
  /** Fixes were applied or undone. */
  onChanged(filter: { dir: ProjectDir }, listener: (record: FixRecord) => void): { dispose(): void };
}

const id = v.pipe(v.string(), v.regex(/^[0-9a-f-]{16,64}$/));
const ids = v.pipe(v.array(id), v.maxLength(10_000));
const line = v.nullish(v.pipe(v.string(), v.minLength(1), v.maxLength(32_768)));
const ofProject = v.strictObject({ dir: projectDir });

export const fixes = defineService<Fixes>({
  name: 'fixes',
  methods: {
    propose: v.strictObject({
      dir: projectDir,
      run: v.nullable(runId),
      mayAsk: v.optional(v.boolean()),
      mayRun: v.optional(v.boolean()),
    }),
    preview: v.strictObject({ dir: projectDir, fixes: ids }),
    apply: v.strictObject({
      dir: projectDir,
      fixes: ids,
      proof: v.nullable(v.strictObject({ tests: line, command: line })),
      commit: v.boolean(),
    }),
    undo: v.strictObject({ dir: projectDir, id }),
    undoAll: ofProject,
    history: ofProject,
  },
  events: { onProgress: ofProject, onChanged: ofProject },
});
