import { randomUUID } from 'node:crypto';
import {
  type AppliedFixes,
  ContractError,
  type FixedFinding,
  type FixPreview,
  type FixProgress,
  isContractError,
  type ProjectDir,
  type Proof,
} from '#contract';
import type { FixEngine } from './fix-engine.ts';
import type { Git } from './git.ts';
import type { JournalEntry } from './journal.ts';
import { type Plan, type Planned, planChanges, planSeries } from './plan.ts';
import type { Side } from './proof/judge.ts';
import { observe, type ProofPlan, type ProofServices, prove } from './proof/prove.ts';
import type { Target } from './proof/target-run.ts';
import type { Candidate } from './propose.ts';
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

export interface Outcome extends Pick<AppliedFixes, 'left' | 'proof' | 'notes'> {
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

export const fixedFinding = ({ id, rule, severity, range, message }: Candidate['finding']): FixedFinding => ({
  id,
  rule,
  severity,
  file: range.file,
  line: range.line,
  message,
});

/** Applies what was chosen as one change, proved and committed as asked. What goes wrong on the way is taken back. */
export async function applyFixes(applying: Applying, signal?: AbortSignal): Promise<Outcome> {
  const { dir, engine, proof, git, services, say } = applying;
  const { planned, left, notes } = await planChosen(applying, signal);
  const [first] = planned;
  if (first === undefined)
    throw new ContractError('refused', left.map(({ reason }) => reason).join(' ') || 'No fix was chosen.');
  const paths = [...new Set(planned.flatMap(({ plan }) => plan.steps.map(({ path }) => path)))];
  const obstacle = (await git?.obstacle(paths)) ?? null;
  if (obstacle !== null) throw new ContractError('refused', obstacle);

  const proofPlan: ProofPlan = {
    dir,
    title: planned.length === 1 ? first.title : `${planned.length} fixes`,
    findings: planned.map(({ finding }) => fixedFinding(finding)),
    tests: proof?.tests ?? null,
    app: proof?.app ?? null,
    mendsBehaviour: planned.some((fix) => fix.mendsBehaviour),
    repeats: planned.some(({ finding }) => timed.has(finding.rule)) ? 3 : 2,
  };
  const steps = createSteps(proof === null ? 1 : 3, say);
  const before = proof && (await observe(services, proofPlan, 'before', steps('before'), signal));
  steps('applying')(proofPlan.title);
  const applied = await applyAll(engine, planned);
  const verdict = before && (await proveOrUndo(before));
  if (verdict?.verdict !== 'worse') notes.push(...(await commitAll(applying, applied)));
  const now = new Map(engine.history().map((entry) => [entry.id, entry]));
  return { applied: applied.map((entry) => now.get(entry.id) ?? entry), left, proof: verdict, notes };

  async function proveOrUndo(seenBefore: Side): Promise<Proof> {
    let proved: Proof;
    try {
      const after = await observe(services, proofPlan, 'after', steps('after'), signal);
      proved = prove(proofPlan, seenBefore, after);
    } catch (error) {
      await undoAll(engine, applied);
      throw error;
    }
    for (const batch of new Set(applied.map((entry) => entry.batch))) engine.proved(batch, proved);
    if (proved.verdict === 'worse') {
      steps('undoing')(proofPlan.title);
      await undoAll(engine, applied);
    }
    return proved;
  }
}

type Chosen = Candidate & { readonly plan: Plan };

/** What of the chosen fixes goes together, and keeps the types right. */
async function planChosen({ dir, chosen, node, say }: Applying, signal: AbortSignal | undefined) {
  const series = await planSeries(dir, chosen);
  const left: FixPreview['left'][number][] = series.flatMap(leftOut);
  const notes: string[] = [];
  let planned = series.filter((one): one is Chosen => 'plan' in one);
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

async function applyAll(engine: FixEngine, planned: readonly Chosen[]): Promise<JournalEntry[]> {
  const batch = randomUUID();
  const applied: JournalEntry[] = [];
  try {
    for (const { finding, title, plan } of planned)
      applied.push(await engine.apply(title, plan, { finding: fixedFinding(finding), batch }));
  } catch (error) {
    await undoAll(engine, applied);
    throw error;
  }
  return applied;
}

async function undoAll(engine: FixEngine, applied: readonly JournalEntry[]): Promise<void> {
  for (const { id } of applied.toReversed()) await engine.undo(id);
}

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

/** Progress in steps whose number is not known before: each phase has as many as it says. */
function createSteps(phases: number, say: Applying['say']) {
  const order: readonly FixProgress['phase'][] =
    phases === 1 ? ['applying'] : ['before', 'applying', 'after'];
  return (phase: FixProgress['phase']) =>
    (text: string): void =>
      say({ phase, text, done: Math.max(0, order.indexOf(phase)), of: order.length });
}
