import {
  ContractError,
  type Disposable,
  DisposableStore,
  isContractError,
  type ProjectDir,
  type Run,
  type RunId,
  type RunProgress,
  type Runs,
  type Tidied,
} from '#contract';
import type { Installation } from '../installation.ts';
import { canonicalDir, type ProjectsEngine } from '../projects/index.ts';
import { type AttachedRun, startAttachedRun } from './attached-run.ts';
import { backUp, restore } from './backup.ts';
import { createRunEvents } from './events.ts';
import { followForeignRuns } from './foreign-runs.ts';
import { importRecordingFile } from './import-recording.ts';
import { changeLevel } from './live-levels.ts';
import { checkedName, commandLine, newRunId } from './names.ts';
import { addOrTidy, newRun } from './new-run.ts';
import { createOpenRuns } from './open-runs.ts';
import { plan, prepare, problemWithFolder, runPlaces, type Wanted } from './prepare.ts';
import { openProjectStores, type ProjectStore } from './project-store.ts';
import { readProgress } from './read-progress.ts';
import { recoverRuns } from './recovery.ts';
import {
  applyRetention,
  type RetentionLimits,
  removeTemporary,
  retentionLimits,
  tidiedBy,
} from './retention.ts';
import { openSession, type Session } from './session.ts';
import { stopElsewhere } from './stop-elsewhere.ts';
import { startTerminalRun, type TerminalRun } from './terminal-run.ts';

export type { AttachedRun } from './attached-run.ts';

export interface AttachedRequest extends Omit<Wanted, 'command' | 'configuration'> {
  readonly command: readonly [string, ...string[]];
  readonly name?: string | undefined;
}

/** The runs service, and what the engine's other parts need of it. */
export interface RunsEngine extends Runs {
  /** Runs a command on our own standard streams. */
  runAttached(request: AttachedRequest): Promise<AttachedRun & { readonly run: Run }>;
  /** Where a run's recording is and how far it has come. `not-found` for an unknown run. */
  locate(run: RunId): Promise<{ file: string; run: Run; progress: RunProgress }>;
  /** Keeps a run from being removed, by anybody, while its recording is read whole. `not-found` for an unknown run. */
  hold(run: RunId): Disposable;
  /** Resolves when the runs that a crash left behind in this project are in their recordings. */
  recovered(dir: ProjectDir): Promise<void>;
  /** Ends live targets, finishes their recordings, and closes the catalogues. */
  dispose(): Promise<void>;
}

export interface RunsOptions {
  readonly dataDir: string;
  readonly installation: Installation;
  readonly projects: ProjectsEngine;
  /** For tests of a full disk. */
  readonly maxRecordingBytes?: number | undefined;
}

export function createRuns({ dataDir, installation, projects, maxRecordingBytes }: RunsOptions): RunsEngine {
  const events = createRunEvents();
  const sessions = new Map<RunId, Session>();
  const terminals = new Map<RunId, TerminalRun>();
  /** By project: what was removed before anybody listened. */
  const untold = new Map<ProjectDir, Tidied>();
  let disposed = false;
  const recoveries = new Map<ProjectStore, Promise<void>>();
  const stores = openProjectStores(dataDir, (store) => {
    const recovery = recoverRuns(store, events);
    for (const session of recovery.sessions) sessions.set(session.current().id, session);
    recoveries.set(store, recovery.settled);
    const dir = store.catalogue.latest()?.dir;
    if (dir !== undefined) void recovery.settled.then(() => tidy(store, dir));
  });

  /** Removes what the settings of the project do not keep. Never fails: the next time is soon enough. */
  async function tidy({ catalogue }: ProjectStore, dir: ProjectDir): Promise<void> {
    try {
      const limits = retentionLimits(await projects.settingsOf(dir).read());
      forget(dir, null, removeTemporary(catalogue));
      if (limits) forget(dir, limits, applyRetention(catalogue, limits, Date.now()));
    } catch (error) {
      // A catalogue that was closed meanwhile, or cannot be written now.
      if (!isContractError(error) && !disposed) throw error;
    }
  }

  function forget(dir: ProjectDir, limits: RetentionLimits | null, removed: readonly Run[]): void {
    for (const run of removed) {
      sessions.delete(run.id);
      terminals.delete(run.id);
    }
    if (removed.length > 0) tellTidied(dir, tidiedBy(limits, removed));
  }

  function tellTidied(dir: ProjectDir, tidied: Tidied): void {
    if (events.tidied.hasListeners(dir)) events.tidied.emit(dir, tidied);
    else untold.set(dir, tidied);
  }

  const foreign = followForeignRuns({
    list: (dir) => stores.ofProject(dir).catalogue.list(),
    isOurs: (id) => sessions.has(id),
    progress: readProgress,
    events,
  });
  const openRuns = createOpenRuns();
  const current = (run: Run): Run => sessions.get(run.id)?.current() ?? run;

  function find(id: RunId): { store: ProjectStore; run: Run } {
    const found = stores.ofRun(id);
    if (found === undefined)
      throw new ContractError('not-found', `There is no run ${id}. It may have been removed.`);
    return { store: found.store, run: current(found.run) };
  }

  function terminalOf(id: RunId): TerminalRun {
    const terminal = terminals.get(id);
    if (terminal !== undefined) return terminal;
    const { run } = find(id);
    throw new ContractError(
      'refused',
      `${run.name} has no terminal here: it ended, or was started elsewhere.`,
    );
  }

  /** Adds a run to the catalogue and opens its recording. */
  async function begin(wanted: Wanted, wantedName: string | undefined) {
    const name = wantedName === undefined ? undefined : checkedName(wantedName);
    const planned = await plan(wanted, projects, dataDir);
    const store = stores.ofProject(wanted.dir);
    const id = newRunId();
    const places = runPlaces(store.paths, id);
    const env = await prepare(places, planned, installation);
    const added = newRun(id, wanted.dir, planned, places, (made) => name ?? store.catalogue.freeName(made));
    const run = await addOrTidy(() => store.catalogue.add(added), places);
    const session = openSession({
      ...{ run, places, store, events, maxBytes: maxRecordingBytes },
      compress: planned.compress,
    });
    sessions.set(id, session);
    events.changed.emit(wanted.dir, run);
    void tidy(store, wanted.dir);
    return { planned, env, session };
  }

  async function inCatalogue(id: RunId, change: (store: ProjectStore) => Run): Promise<Run> {
    const { store } = find(id);
    const changed = change(store);
    const run = sessions.get(id)?.rename(changed) ?? changed;
    events.changed.emit(run.dir, run);
    return run;
  }

  return {
    async start(request) {
      const dir = await canonicalDir(request.dir);
      const { planned, env, session } = await begin({ ...request, dir }, request.name);
      const { columns, rows } = request;
      const terminal = await startTerminalRun({ session, planned, env, columns, rows, events });
      terminals.set(session.current().id, terminal);
      return session.current();
    },
    async runAttached(request) {
      const dir = await canonicalDir(request.dir);
      const wanted = { ...request, dir, command: commandLine(request.command) };
      const { cwd } = await plan(wanted, projects, dataDir);
      const problem = await problemWithFolder(cwd);
      if (problem !== null)
        throw new ContractError('refused', `${problem} Choose another working directory.`);
      const { planned, env, session } = await begin(wanted, request.name);
      const attached = await startAttachedRun({ session, planned, env, command: request.command });
      return { ...attached, run: session.current() };
    },
    async write({ run, text }) {
      terminalOf(run).write(text);
    },
    async resize({ run, columns, rows }) {
      terminalOf(run).resize(columns, rows);
    },
    async stop({ run, force }) {
      const terminal = terminals.get(run);
      if (terminal !== undefined) return terminal.stop(force);
      const found = find(run);
      await stopElsewhere(found.run, runPlaces(found.store.paths, run).spoolDir, force);
      return find(run).run;
    },
    async list({ dir }) {
      return stores
        .ofProject(await canonicalDir(dir))
        .catalogue.list()
        .map(current);
    },
    async get({ dir, run }) {
      const found = stores.ofProject(await canonicalDir(dir)).catalogue.resolve(run);
      if (found !== undefined) return current(found);
      throw new ContractError(
        'not-found',
        run === 'latest'
          ? `${dir} has no runs yet. Start one with "callscape run -- COMMAND", or with Run in the app.`
          : `${dir} has no run "${run}". "callscape runs" lists them.`,
      );
    },
    async setLevel({ run, ...request }) {
      const found = find(run);
      if (found.run.state !== 'running') {
        throw new ContractError(
          'refused',
          `${found.run.name} has ended. Choose the level of the next run instead.`,
        );
      }
      return changeLevel(runPlaces(found.store.paths, run), request);
    },
    rename: async ({ run, name }) =>
      inCatalogue(run, (store) => store.catalogue.rename(run, checkedName(name))),
    pin: ({ run, pinned }) => inCatalogue(run, (store) => store.catalogue.pin(run, pinned)),
    async remove({ run }) {
      const { store } = find(run);
      // Given up here, and in the catalogue kept for the next workbench: now nobody is to take it up again.
      const givenUp = sessions.get(run)?.current().state === 'interrupted';
      if (givenUp) store.catalogue.update(run, { state: 'interrupted' });
      openRuns.without(run, () => store.catalogue.remove(run));
      sessions.delete(run);
      terminals.delete(run);
    },
    async output({ run }) {
      const terminal = terminals.get(run);
      if (terminal !== undefined) return terminal.output();
      find(run);
      return { run, offset: 0, bytes: new Uint8Array() };
    },
    progress: async ({ run }) => sessions.get(run)?.progress() ?? readProgress(find(run).run),
    async importRecording({ dir, file }) {
      const run = await importRecordingFile(stores.ofProject(await canonicalDir(dir)), dir, file);
      events.changed.emit(run.dir, run);
      return run;
    },
    async backup({ dir, folder }) {
      const canonical = await canonicalDir(dir);
      return backUp(stores.ofProject(canonical), canonical, folder);
    },
    async restore({ dir, folder }) {
      const answer = await restore(stores.ofProject(await canonicalDir(dir)), dir, folder);
      for (const run of answer.restored) events.changed.emit(run.dir, run);
      return answer;
    },
    async locate(id) {
      const { run } = find(id);
      return { file: run.file, run, progress: sessions.get(id)?.progress() ?? readProgress(run) };
    },
    hold: (id) => openRuns.hold(find(id).store.catalogue, id),
    async recovered(dir) {
      await recoveries.get(stores.ofProject(await canonicalDir(dir)));
    },
    async dispose() {
      disposed = true;
      const live = [...terminals.values()];
      await Promise.all(live.map(async (terminal) => [await terminal.stop(false), await terminal.finished]));
      for (const session of sessions.values()) session.dispose();
      stores.dispose();
    },
    onChanged({ dir }, listener) {
      const held = new DisposableStore();
      held.add(events.changed.on(dir, listener));
      held.add(foreign.watch(dir));
      return held;
    },
    onTidied({ dir }, listener) {
      const waiting = untold.get(dir);
      untold.delete(dir);
      if (waiting) listener(waiting);
      return events.tidied.on(dir, listener);
    },
    onProgress({ run }, listener) {
      const held = new DisposableStore();
      held.add(events.progress.on(run, listener));
      const found = stores.ofRun(run);
      if (found === undefined) return held;
      held.add(openRuns.open(found.store.catalogue, run));
      if (!sessions.has(run)) held.add(foreign.watch(found.run.dir));
      return held;
    },
    onOutput: ({ run }, listener) => events.output.on(run, listener),
  };
}
