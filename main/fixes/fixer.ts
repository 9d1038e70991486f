import type { Finding, FunctionIdentity, ProjectDir, SpanDetail } from '#contract';
import type { Formatted } from './formatters.ts';
import type { Locked, PackageManager } from './package-manager.ts';
import type { FileChange } from './plan.ts';
import type { ProjectFile } from './project-file.ts';
import type { Latest } from './registry.ts';
import type { TextEdit } from './text-edit.ts';

/** What a fixer may look at. Files are read once for a whole round of fixes. */
export interface FixContext {
  readonly dir: ProjectDir;
  /** Every source file of the project, relative, forward slashes. */
  readonly files: readonly string[];
  /** Rejects as `readProjectFile` does. */
  read(path: string): Promise<ProjectFile>;
  /** Text of a file that may not be there, or be no text; `null` then. */
  peek(path: string): Promise<string | null>;
  /** What is known of calls of the run that the findings come from. */
  readonly calls: RecordedCalls;
  /** The newest version of a package, asked of the registry; `null` where nobody may ask. */
  latestVersion(name: string): Promise<Latest | null>;
  /** What the project's own formatter and linters make of a file; they run only where somebody has said so. */
  format(file: Pick<ProjectFile, 'path' | 'text'>): Promise<Formatted>;
  /** The lock file after a manifest has changed, by the project's package manager; `null` where the registry may not be asked. */
  lockFor(
    manager: PackageManager,
    manifest: { readonly path: string; readonly text: string },
  ): Promise<Locked | null>;
}

/** Calls of one run with their values; without a run there are none. */
export interface RecordedCalls {
  /** Calls of a function, those that failed first where `errors` is asked for; at most so many. */
  of(fn: FunctionIdentity, order: 'start' | 'errors', limit: number): Promise<readonly SpanDetail[]>;
  /** Who called it, by qualified name, the most frequent first. */
  callersOf(fn: FunctionIdentity): Promise<readonly string[]>;
}

/** Edits that mend a finding. */
export interface ProposedEdits {
  readonly kind: 'fix';
  readonly title: string;
  readonly changes: readonly FileChange[];
  /** Files that are used once it is applied, so that nothing in them is dead any more. */
  readonly needs?: readonly string[];
  /** Takes something away that is only right as long as nothing begins to use it. */
  readonly removes?: boolean;
  /** It is right only if a person means it, so it is never applied with others unasked. */
  readonly optional?: boolean;
  /** What is left to do once it is applied: a sentence. */
  readonly note?: string;
}

/** Why there are none. */
export interface Refusing {
  readonly kind: 'refused';
  /** A sentence for the person: what stands against it. */
  readonly reason: string;
  /** What a person can allow, so that there may be a fix. */
  readonly needs?: 'registry' | 'tools';
  /** A function that the person is told to use, and that no other fix may take away for not being used yet. */
  readonly keeps?: { readonly file: string; readonly name: string };
  /** Another answer to the finding, which only a person can give. */
  readonly instead?: ProposedEdits | null;
}

export type Proposal = ProposedEdits | Refusing;

/** How findings of one rule are mended. It only proposes: what it proposes is checked, shown and asked about elsewhere. */
export interface Fixer {
  readonly rule: string;
  /** What it mends is a fault that shows in what the app prints, so that another output is no sign against a fix. */
  readonly mendsBehaviour?: boolean;
  propose(finding: Finding, context: FixContext): Promise<Proposal>;
}

export const refuse = (reason: string): Refusing => ({
  kind: 'refused',
  reason,
});

/** One file edited. */
export function editOf(file: ProjectFile, title: string, edits: readonly TextEdit[]): ProposedEdits {
  return { kind: 'fix', title, changes: [{ kind: 'edit', path: file.path, hash: file.hash, edits }] };
}
