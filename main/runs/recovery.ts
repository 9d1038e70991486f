import { setTimeout as delay } from 'node:timers/promises';
import type { Diagnosis, Run } from '#contract';
import type { RunEvents } from './events.ts';
import { removeForsakenSpools } from './forsaken-spools.ts';
import { runPlaces } from './prepare.ts';
import type { ProjectStore } from './project-store.ts';
import { openSession, type Session } from './session.ts';
import { writersOf } from './writers.ts';

const pollMs = 500;

export interface Recovery {
  /** What is being taken up again. */
  readonly sessions: readonly Session[];
  /** Resolves when every run whose target is gone has been read to its end. */
  readonly settled: Promise<void>;
}

/**
 * Takes up the runs that were live when their workbench died: reads what their spools hold into their recordings. A target
 * that outlived its workbench is followed until it ends.
 */
export function recoverRuns(store: ProjectStore, events: RunEvents): Recovery {
  const sessions: Session[] = [];
  const ended: Session[] = [];
  const checks: Promise<void>[] = [];
  for (const { run, spoolDir } of store.catalogue.recover()) {
    if (spoolDir === null) {
      events.changed.emit(run.dir, run);
      continue;
    }
    const session = openSession({ run, places: runPlaces(store.paths, run.id), store, events });
    sessions.push(session);
    checks.push(
      isWritten(run, spoolDir).then((written) => {
        if (written) void followToItsEnd(run, spoolDir, session);
        else ended.push(session);
      }),
    );
  }
  // Asked now: by the time it is needed the catalogue may be closed.
  const known = new Set(store.catalogue.list().map((run) => run.id));
  const settled = Promise.all(checks)
    .then(() => completeAll(ended))
    .then(() => removeForsakenSpools(store.paths, known));
  return { sessions, settled };
}

/** One after the other: each has a worker, and the machine may just have come up. */
async function completeAll(sessions: readonly Session[]): Promise<void> {
  for (const session of sessions) await completeRecovered(session);
}

async function followToItsEnd(run: Run, spoolDir: string, session: Session): Promise<void> {
  while (await isWritten(run, spoolDir)) await delay(pollMs, undefined, { ref: false });
  await completeRecovered(session);
}

const isWritten = async (run: Run, spoolDir: string): Promise<boolean> =>
  (await writersOf(run, spoolDir)).length > 0;

/** Its end may have been noted before the workbench died. */
async function completeRecovered(session: Session): Promise<void> {
  const { exitCode, signal, endedAt, diagnosis } = session.current();
  const isKnown = exitCode !== null || signal !== null;
  await session.complete({
    exit: isKnown ? { code: exitCode, signal } : null,
    endedAt,
    recordedAs: isKnown ? 'done' : 'interrupted',
    outcome: async () =>
      isKnown ? { state: 'done', diagnosis } : { state: 'interrupted', diagnosis: workbenchDied },
  });
}

const workbenchDied: Diagnosis = {
  title: 'Callscape ended while this ran',
  detail: 'What the app had written until then is in the recording. How the app ended is not known.',
  action: 'Run it again to see it to its end.',
};
