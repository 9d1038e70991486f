import {
  type AppliedFixes,
  ContractError,
  type FixPreview,
  type FixProgress,
  isContractError,
  type ProjectDir,
} from '#contract';
import { applyProved } from './apply-proved.ts';
import { applySeries, type Chosen, titleOf } from './apply-series.ts';
import type { FixEngine } from './fix-engine.ts';
import type { Git } from './git.ts';
import type { JournalEntry } from './journal.ts';
import { type Planned, planChanges, planSeries } from './plan.ts';
import type { ProofServices } from './proof/prove.ts';
import type { Target } from './proof/target-run.ts';
import type { Candidate } from './propose.ts';
import { brokenPython } from './python-check.ts';
import { typeCheck } from './type-check.ts';

export interface Applying {
  readonly dir: ProjectDir;
  readonly engine: FixEngine;
  readonly chosen: readonly Candidate[];
  /** `null`: nothing is run. */
  readonly proof: { readonly tests: Target | null; readonly app: Target | null } | null;
  /** `null`: no commits are made. */
  readonly git: Git | null;
  readonly services: ProofServices;
  /** Absolute path of the Node that runs a project's own TypeScript compiler. */
  readonly node: string;
  readonly say: (progress: FixProgress) => void;
}

export interface Outcome extends Omit<AppliedFixes, 'applied'> {
  readonly applied: readonly JournalEntry[];
}

/** Findings of these kinds are judged by times, which have to be seen more often to be believed. */
const timed = new Set([
  'slow-function',
  'slower-than-before',
  'high-variance',
  'waiting-time',
  'hot-spot',
  'sequential-awaits',
  'n-plus-one',
]);

/** Applies what was chosen as one change, proved and committed as asked. What goes wrong on the way is taken back. */
export async function applyFixes(applying: Applying, signal?: AbortSignal): Promise<Outcome> {
  const { dir, engine, proof, git, say } = applying;
  const { planned, left, notes } = await planChosen(applying, signal);
  if (planned.length === 0)
    throw new ContractError('refused', left.map(({ reason }) => reason).join(' ') || 'No fix was chosen.');
  const paths = [...new Set(planned.flatMap(({ plan }) => plan.steps.map(({ path }) => path)))];
  const obstacle = (await git?.obstacle(paths)) ?? null;
  if (obstacle !== null) throw new ContractError('refused', obstacle);

  const outcome =
    proof === null
      ? { applied: await applyWithoutProof(), proof: null, guilty: [] }
      : await applyProved(
          { dir, engine, ...proof, services: applying.services, repeats: repeatsFor(planned), say },
          planned,
          signal,
        );
  for (const { item, reason } of outcome.guilty)
    left.push({ id: item.id, reason: `"${item.title}" was taken back, the others stay: ${reason}` });
  if (outcome.proof?.verdict !== 'worse') notes.push(...(await commitAll(applying, outcome.applied)));
  const applied = new Set(outcome.applied.map(({ finding }) => finding?.id));
  if (outcome.proof?.verdict !== 'worse')
    for (const { finding, note } of planned) if (note !== null && applied.has(finding.id)) notes.push(note);
  const now = new Map(engine.history().map((entry) => [entry.id, entry]));
  const current = (entries: readonly JournalEntry[]) => entries.map((entry) => now.get(entry.id) ?? entry);
  const worse = outcome.proof?.verdict === 'worse' ? planned : outcome.guilty.map(({ item }) => item);
  return {
    applied: current(outcome.applied),
    left,
    takenBack: worse.map(({ id }) => id),
    proof: outcome.proof,
    notes,
  };

  async function applyWithoutProof(): Promise<JournalEntry[]> {
    say({ phase: 'applying', text: titleOf(planned), done: 0, of: 1 });
    return await applySeries(engine, planned);
  }
}

const repeatsFor = (planned: readonly Chosen[]): number =>
  planned.some(({ finding }) => timed.has(finding.rule)) ? 3 : 2;

/** What of the chosen fixes goes together, and keeps the types right. */
async function planChosen({ dir, chosen, node, say }: Applying, signal: AbortSignal | undefined) {
  const series = await planSeries(dir, chosen);
  const left: FixPreview['left'][number][] = series.flatMap(leftOut);
  const notes: string[] = [];
  let planned = series.filter((one): one is Chosen => 'plan' in one);
  const broken = await brokenPython(planned.flatMap(({ plan }) => plan.previews));
  for (const [{ path }, problem] of broken)
    throw new ContractError(
      'refused',
      `${path} would not parse any more (${problem}). Apply the fixes one by one.`,
    );
  if (planned.length === 0) return { planned, left, notes };
  say({ phase: 'checking', text: 'Checking the types', done: 0, of: 1 });
  const errorsOf = async (fixes: readonly Chosen[]): Promise<readonly string[]> => {
    const { previews } = await planChanges(
      dir,
      fixes.flatMap(({ changes }) => changes),
    );
    const checked = await typeCheck(dir, previews, node, signal);
    if (checked.kind === 'unknown') notes.push(checked.reason);
    return checked.kind === 'checked' ? checked.newErrors : [];
  };
  if ((await errorsOf(planned)).length > 0) {
    // Which of them it is shows when each is looked at alone.
    const kept: Chosen[] = [];
    for (const one of planned) {
      const [error] = await errorsOf([...kept, one]);
      if (error === undefined) kept.push(one);
      else left.push({ id: one.id, reason: `The TypeScript compiler would complain: ${error}.` });
    }
    planned = (await planSeries(dir, kept)).filter((one): one is Chosen => 'plan' in one);
  }
  return { planned, left, notes };
}

const leftOut = (one: Planned<Candidate>): FixPreview['left'] =>
  'refused' in one ? [{ id: one.id, reason: one.refused }] : [];

/** What could not be committed, as sentences. */
async function commitAll({ git, engine }: Applying, applied: readonly JournalEntry[]): Promise<string[]> {
  if (git === null) return [];
  for (const { id, title, finding, steps } of applied) {
    try {
      const where = finding === null ? '' : ` (${finding.file})`;
      engine.committed(id, await git.commit(`${title}${where}`, steps, engine.content));
    } catch (error) {
      // Whatever follows builds on it.
      if (isContractError(error)) return [error.message];
      throw error;
    }
  }
  return [];
}
