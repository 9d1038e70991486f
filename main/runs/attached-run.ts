import type { Run } from '#contract';
import { launchAttached } from '../launch/index.ts';
import { outcomeOf } from './outcome.ts';
import { isOutlived } from './outliving.ts';
import type { Plan } from './prepare.ts';
import type { Session } from './session.ts';

/** A run on our own standard streams. */
export interface AttachedRun {
  /** Why the target could not be started; else `null`. */
  readonly failure: string | null;
  /** The target ended; its recording may not be sealed yet. */
  readonly exited: Promise<void>;
  /** Resolves when the recording is sealed. */
  readonly finished: Promise<Run>;
}

export interface AttachedRunOptions {
  readonly session: Session;
  readonly planned: Plan;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly [string, ...string[]];
}

/** Launches a command on our own streams; its folder has to exist. */
export async function startAttachedRun(options: AttachedRunOptions): Promise<AttachedRun> {
  const { session, planned, env, command } = options;
  const target = await launchAttached({ command, cwd: planned.cwd, env });
  session.change({ pid: target.pid });
  const finished = target.exited.then(async (exit) => {
    // Whoever typed the command gets the prompt back, however long a daemon of it may live.
    if (await isOutlived(session)) return session.leave(exit);
    const facts = {
      exit,
      run: session.current(),
      stopped: false,
      output: null,
      env,
      cwd: planned.cwd,
    };
    return session.complete({
      exit,
      endedAt: Date.now(),
      recordedAs: 'done',
      outcome: (recorded) => outcomeOf(facts, recorded),
    });
  });
  return { failure: target.failure, exited: target.exited.then(() => {}), finished };
}
