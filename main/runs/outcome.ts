import type { Diagnosis, Honesty, Run } from '#contract';
import { redactText } from '#format';
import { diagnose, diagnoseSilence, type TargetExit } from '../launch/index.ts';

export interface OutcomeFacts {
  readonly exit: TargetExit;
  readonly run: Run;
  /** A person asked it to end. */
  readonly stopped: boolean;
  /** The last of what it printed; `null` where it was not seen. */
  readonly output: Uint8Array | null;
  readonly env: Readonly<Record<string, string>>;
  /** Absolute. */
  readonly cwd: string;
}

/** What a shell says when it could not start the command at all. */
const neverStarted = [126, 127];

/** What there is in the recording of a run that has ended. */
export interface Recorded {
  readonly spans: number;
  readonly skipped: Honesty['skippedFiles'];
}

/** The state a run ends in, and what its person should know about it. */
export async function outcomeOf(
  facts: OutcomeFacts,
  { spans, skipped }: Recorded,
): Promise<{ state: Run['state']; diagnosis: Diagnosis | null }> {
  const { exit, run } = facts;
  if (facts.stopped) return { state: 'done', diagnosis: null };
  const failed = spans === 0 && exit.code !== null && neverStarted.includes(exit.code);
  const diagnosis = withoutSecrets(diagnose(exit, run.command, facts.output));
  if (exit.code === 0 && spans === 0 && run.level > 0) {
    const { dir, command } = run;
    const { env, cwd } = facts;
    return { state: 'done', diagnosis: await diagnoseSilence({ env, cwd, dir, command, skipped }) };
  }
  return { state: failed ? 'failed' : 'done', diagnosis };
}

/** It quotes what the target printed, and is kept in the catalogue; the terminal shows the same as it was. */
function withoutSecrets(diagnosis: Diagnosis | null): Diagnosis | null {
  if (diagnosis === null) return null;
  const { title, detail, action } = diagnosis;
  return { title: redactText(title), detail: redactText(detail), action: redactText(action) };
}
