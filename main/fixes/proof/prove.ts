import {
  type Findings,
  type FixedFinding,
  isContractError,
  type ProjectDir,
  type Proof,
  type RunId,
  type Runs,
} from '#contract';
import { contention } from './contention.ts';
import { judgeProof, type Side } from './judge.ts';
import { type Ended, runToEnd, type Target } from './target-run.ts';

export interface ProofPlan {
  readonly dir: ProjectDir;
  /** What the fixes are called, for the names of the runs. */
  readonly title: string;
  readonly findings: readonly FixedFinding[];
  readonly tests: Target | null;
  readonly app: Target | null;
  /** The fixes are meant to change what the app prints. */
  readonly mendsBehaviour: boolean;
  /** How often the app runs on each side. */
  readonly repeats: number;
}

export interface ProofServices {
  readonly runs: Runs;
  readonly findings: Findings;
}

/** Told before each run what it is. */
export type SayRun = (text: string) => void;

/** How long a target may take when nothing is known of it, ms. */
const LIMIT_MS = 10 * 60_000;
const RUN_NAME_LENGTH = 60;

/** Runs the tests and the app, and analyses the project with the first of these runs. */
export async function observe(
  { runs, findings }: ProofServices,
  plan: ProofPlan,
  when: 'before' | 'after',
  say: SayRun,
  signal?: AbortSignal,
): Promise<Side> {
  const { dir, title, tests, app, repeats } = plan;
  const name = `${when}: ${title}`.slice(0, RUN_NAME_LENGTH);
  let testRun: Ended | null = null;
  if (tests !== null) {
    say(tests.command);
    testRun = await runToEnd(runs, { ...tests, dir, name: `tests ${name}`, limitMs: LIMIT_MS }, signal);
    await forget(runs, testRun.run.id);
  }
  const appRuns: Ended[] = [];
  let busiest = contention();
  for (let n = 1; app !== null && n <= repeats; n++) {
    say(repeats === 1 ? app.command : `${app.command} (${n} of ${repeats})`);
    const limitMs = appRuns[0] === undefined ? LIMIT_MS : 10_000 + 5 * appRuns[0].tookMs;
    const ended = await runToEnd(runs, { ...app, dir, name, limitMs }, signal);
    appRuns.push(ended);
    busiest = Math.max(busiest, contention());
    // One of each side is kept to be looked at; the others have only shown what is noise.
    if (n > 1) await forget(runs, ended.run.id);
    if (ended.stopped) break;
  }
  say('Analysing');
  const run = appRuns[0]?.run.id ?? null;
  return {
    tests: testRun,
    app: appRuns,
    contention: busiest,
    analysis: await findings.analyse({ dir, run }, signal),
  };
}

/** The verdict on what was seen before and after. */
export function prove(plan: ProofPlan, before: Side, after: Side): Proof {
  const kept = (side: Side): RunId | null => side.app[0]?.run.id ?? null;
  return {
    ...judgeProof(plan, before, after),
    before: kept(before),
    after: kept(after),
    at: Date.now(),
  };
}

/** A run that somebody looks at stays. */
async function forget(runs: Runs, run: RunId): Promise<void> {
  try {
    await runs.remove({ run });
  } catch (error) {
    if (!isContractError(error)) throw error;
  }
}
