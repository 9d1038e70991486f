import { chmod } from 'node:fs/promises';
import { ContractError, type Diagnosis, type Disposable, type Run, type RunProgress } from '#contract';
import type { Ingest, RunFacts } from '../ingest/index.ts';
import { startIngest } from '../ingest/index.ts';
import type { TargetExit } from '../launch/index.ts';
import { privateFile } from '../private-files.ts';
import type { RunChanges } from '../store/index.ts';
import type { RunEvents } from './events.ts';
import type { Recorded } from './outcome.ts';
import type { RunPlaces } from './prepare.ts';
import type { ProjectStore } from './project-store.ts';
import { throttle } from './throttle.ts';
import { writersOf } from './writers.ts';

const progressEveryMs = 100;

/** How a run came to its end. */
export interface RunEnd {
  /** `null`: nobody saw it end. */
  readonly exit: TargetExit | null;
  readonly endedAt: number | null;
  /** What the recording itself says, should it be imported elsewhere. */
  readonly recordedAs: Run['state'];
  /** Asked once it is known how much was recorded. */
  readonly outcome: (recorded: Recorded) => Promise<{ state: Run['state']; diagnosis: Diagnosis | null }>;
}

/** A run that is being recorded: its row in the catalogue, its recording, and what the windows hear of both. */
export interface Session extends Disposable {
  current(): Run;
  progress(): RunProgress;
  /** Never throws: a catalogue that cannot be written must not end the run. */
  change(changes: RunChanges): Run;
  /** Takes over what a person changed in the catalogue meanwhile. */
  rename(row: Pick<Run, 'name' | 'pinned'>): Run;
  /** Whether a living process may still write into the spool. */
  isWritten(): Promise<boolean>;
  /**
   * The command has ended, and something it started goes on: what there is now can be read, and the next workbench takes
   * the run up again and reads the rest.
   */
  leave(exit: TargetExit): Run;
  /** To be called once nothing writes into the spool any more. Resolves when the recording is sealed, or has failed. */
  complete(end: RunEnd): Promise<Run>;
}

export interface SessionOptions {
  /** In the catalogue already. */
  readonly run: Run;
  readonly places: RunPlaces;
  readonly store: ProjectStore;
  readonly events: RunEvents;
  /** Whether the recording is compressed; absent: yes. */
  readonly compress?: boolean | undefined;
  /** Bytes the recording may take at most; for tests of a full disk. */
  readonly maxBytes?: number | undefined;
}

export function openSession(options: SessionOptions): Session {
  const { run: added, places, store, events, maxBytes, compress } = options;
  let run = added;
  let final: RunProgress | null = null;
  let failure: ContractError | null = null;
  let disposed = false;
  const progressEvents = throttle<RunProgress>(progressEveryMs, (progress) =>
    events.progress.emit(run.id, progress),
  );
  const ingest: Ingest = startIngest({
    run: run.id,
    spoolDir: places.spoolDir,
    file: places.recording,
    facts: factsOf(run),
    compress,
    ...(maxBytes === undefined ? {} : { maxBytes }),
    onProgress: progressEvents.push,
    onFailure(error) {
      failure = error;
      change({ diagnosis: recordingStopped(error) });
    },
  });

  function change(changes: RunChanges): Run {
    run = { ...run, ...changes };
    try {
      store.catalogue.update(run.id, changes);
    } catch (error) {
      run = { ...run, diagnosis: catalogueFailed(error) };
    }
    return tell();
  }

  function current(): Run {
    return final === null ? { ...run, ...liveFigures(ingest.progress()) } : run;
  }

  function tell(): Run {
    const now = current();
    events.changed.emit(run.dir, now);
    return now;
  }

  async function seal(end: RunEnd): Promise<Run> {
    const ended = {
      endedAt: end.endedAt,
      exitCode: end.exit?.code ?? null,
      signal: end.exit?.signal ?? null,
    };
    change({ state: 'finishing', ...ended });
    try {
      const { spans, functions, errors, bytes, honesty } = await ingest.finish({
        ...ended,
        state: end.recordedAs,
        name: run.name,
        pid: run.pid,
      });
      await keepPrivate(places.recording);
      progressEvents.flush();
      final = { ...ingest.progress(), spans, bytes, honesty, spansPerSecond: 0, lagBytes: 0 };
      return change({
        ...(await end.outcome({ spans, skipped: honesty.skippedFiles })),
        spans,
        functions,
        errors,
        bytes,
      });
    } catch (error) {
      // Given up on purpose: the row stays as it is, so that the next workbench takes the run up again.
      if (disposed) return run;
      const reason = failure ?? (error instanceof ContractError ? error : unexpected(error));
      const { spans, bytes } = ingest.progress();
      final = { ...ingest.progress(), spansPerSecond: 0 };
      return giveUp({ diagnosis: recordingStopped(reason), spans, bytes });
    } finally {
      if (final !== null) events.progress.emit(run.id, final);
      dispose();
    }
  }

  /** In the catalogue the run stays unfinished: the next workbench takes it up again and reads the rest of its spool. */
  function giveUp(changes: RunChanges): Run {
    change(changes);
    run = { ...run, state: 'interrupted' };
    return tell();
  }

  function leave(exit: TargetExit): Run {
    const { spans, bytes } = ingest.progress();
    final = { ...ingest.progress(), spansPerSecond: 0 };
    change({ endedAt: Date.now(), exitCode: exit.code, signal: exit.signal, spans, bytes });
    // Only for whoever asks now: the catalogue keeps the run as one that is not done.
    run = { ...run, state: 'interrupted', diagnosis: goesOn };
    events.progress.emit(run.id, final);
    dispose();
    return tell();
  }

  function dispose(): void {
    disposed = true;
    progressEvents.dispose();
    ingest.dispose();
  }

  return {
    current,
    progress: () => final ?? ingest.progress(),
    change,
    rename({ name, pinned }) {
      run = { ...run, name, pinned };
      return run;
    },
    isWritten: async () => (await writersOf(run, places.spoolDir)).length > 0,
    leave,
    complete: seal,
    dispose,
  };
}

/** Its folder is closed to others already; this also holds for a copy that somebody takes out of it. */
const keepPrivate = (file: string): Promise<void> => chmod(file, privateFile).catch(() => {});

const liveFigures = ({ spans, bytes }: RunProgress) => ({ spans, bytes });

export function factsOf(run: Run): RunFacts {
  const {
    dir: _dir,
    file: _file,
    bytes: _bytes,
    pinned: _pinned,
    spans: _s,
    functions: _f,
    errors: _e,
    ...facts
  } = run;
  return facts;
}

const unexpected = (error: unknown): ContractError => new ContractError('internal', String(error));

const goesOn: Diagnosis = {
  title: 'A part of it still runs',
  detail:
    'The command has ended, and a process that it started goes on. What that has done until now is recorded.',
  action: 'The rest is read when Callscape is started again; "callscape runs" does.',
};

const recordingStopped = (error: ContractError): Diagnosis => ({
  title: 'The recording is not complete',
  detail: error.message,
  action:
    'The app was not disturbed, and what it wrote is kept. Make room on the disk and start Callscape again: it reads the rest then.',
});

const catalogueFailed = (error: unknown): Diagnosis => ({
  title: 'The list of runs cannot be written',
  detail: error instanceof Error ? error.message : String(error),
  action: 'Make room on the disk of the data directory, and check that it may be written.',
});
