import type { FixProgress, ProjectDir, Proof } from '#contract';
import { applySeries, type Chosen, fixedFinding, titleOf, undoSeries } from './apply-series.ts';
import type { FixEngine } from './fix-engine.ts';
import type { JournalEntry } from './journal.ts';
import { planSeries } from './plan.ts';
import { observe, type ProofPlan, type ProofServices, prove } from './proof/prove.ts';
import { type Sifted, sift } from './proof/sift.ts';
import type { Target } from './proof/target-run.ts';

export interface Proving {
  readonly dir: ProjectDir;
  readonly engine: FixEngine;
  readonly services: ProofServices;
  readonly tests: Target | null;
  readonly app: Target | null;
  /** How often the app runs on each side. */
  readonly repeats: number;
  readonly say: (progress: FixProgress) => void;
}

export interface Proved {
  /** What is applied now; when all was worse, what was. */
  readonly applied: readonly JournalEntry[];
  /** Of what is applied now; when all was worse, of that. */
  readonly proof: Proof;
  /** What was taken back, so that the others could stay. */
  readonly guilty: Sifted<Chosen>['guilty'];
}

/** Applied, and looked at; taken back already when it is worse. */
interface Trial {
  readonly fixes: readonly Chosen[];
  readonly applied: readonly JournalEntry[];
  readonly proof: Proof;
}

/**
 * Applies fixes and runs the tests and the app before and after. When something is worse everything is taken back, and those that make
 * it so are found by applying parts of the series: the others stay. An abort, or a run that cannot be made, leaves nothing applied.
 */
export async function applyProved(
  proving: Proving,
  series: readonly Chosen[],
  signal?: AbortSignal,
): Promise<Proved> {
  const { dir, engine, services, tests, app, repeats, say } = proving;
  const tell = (phase: FixProgress['phase'], done: number) => (text: string) =>
    say({ phase, text, done, of: 3 });
  const planFor = (fixes: readonly Chosen[]): ProofPlan => ({
    dir,
    title: titleOf(fixes),
    findings: fixes.map(({ finding }) => fixedFinding(finding)),
    tests,
    app,
    mendsBehaviour: fixes.some(({ mendsBehaviour }) => mendsBehaviour),
    repeats,
  });
  const before = await observe(services, planFor(series), 'before', tell('before', 0), signal);
  const whole = await tryOut(series, 'after');
  const reason = whyWorse(whole.proof);
  if (reason === null || series.length === 1) return { ...whole, guilty: [] };

  const trials = [whole];
  try {
    const { guilty } = await sift(series, reason, async (part) => {
      await takeBackLast();
      const trial = await tryOut(part, 'narrowing');
      trials.push(trial);
      return whyWorse(trial.proof);
    });
    // The last trial that was not worse had all in it that is fine.
    const best = trials.findLast(({ proof }) => proof.verdict !== 'worse');
    if (best === undefined) return { ...whole, guilty: [] };
    const applied = best === trials.at(-1) ? best.applied : await again(best);
    keepOnly(trials, applied, guilty);
    return { applied, proof: best.proof, guilty };
  } catch (error) {
    await takeBackLast();
    throw error;
  }

  async function tryOut(fixes: readonly Chosen[], phase: 'after' | 'narrowing'): Promise<Trial> {
    const title = titleOf(fixes);
    tell(phase === 'after' ? 'applying' : phase, phase === 'after' ? 1 : 2)(title);
    const applied = await applySeries(engine, await planned(fixes));
    let proof: Proof;
    try {
      const say = tell(phase, 2);
      const withTitle = (text: string) => say(phase === 'narrowing' ? `${text}, with ${title}` : text);
      const after = await observe(services, planFor(fixes), 'after', withTitle, signal);
      proof = prove(planFor(fixes), before, after);
    } catch (error) {
      await undoSeries(engine, applied);
      throw error;
    }
    for (const batch of new Set(applied.map((entry) => entry.batch))) engine.proved(batch, proof);
    if (proof.verdict === 'worse') {
      tell('undoing', 2)(title);
      await undoSeries(engine, applied);
    }
    return { fixes, applied, proof };
  }

  /** A part of the series, to be applied to the files as they were at first. */
  async function planned(fixes: readonly Chosen[]): Promise<Chosen[]> {
    return (await planSeries(dir, fixes)).filter((one): one is Chosen => 'plan' in one);
  }

  async function takeBackLast(): Promise<void> {
    const last = trials.at(-1);
    if (last !== undefined && last.proof.verdict !== 'worse') await undoSeries(engine, last.applied);
  }

  async function again({ fixes, proof }: Trial): Promise<JournalEntry[]> {
    const applied = await applySeries(engine, await planned(fixes));
    for (const batch of new Set(applied.map((entry) => entry.batch))) engine.proved(batch, proof);
    return applied;
  }

  /** Of all trials the history keeps what is applied now, and each guilty one once, with what spoke against it. */
  function keepOnly(
    all: readonly Trial[],
    applied: readonly JournalEntry[],
    guilty: Sifted<Chosen>['guilty'],
  ): void {
    const kept = new Set(applied.map(({ id }) => id));
    for (const { item } of guilty) {
      const isOfIt = ({ finding }: JournalEntry): boolean => finding?.id === item.finding.id;
      const smallest = all
        .filter(({ proof }) => proof.verdict === 'worse')
        .flatMap(({ applied: entries }) => entries.filter(isOfIt))
        .at(-1);
      if (smallest !== undefined) kept.add(smallest.id);
    }
    for (const { id } of all.flatMap((trial) => trial.applied)) if (!kept.has(id)) engine.forget(id);
  }
}

/** The checks that failed, as one sentence after the other; `null` when none did. */
function whyWorse({ verdict, checks }: Proof): string | null {
  if (verdict !== 'worse') return null;
  return checks.flatMap(({ outcome, text }) => (outcome === 'failed' ? [text] : [])).join(' ');
}
