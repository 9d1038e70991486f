import type { Disposable, Run, RunId } from '#contract';

/** What may change of a run after it was added; its name and pin have methods of their own. */
export type RunChanges = Partial<Omit<Run, 'id' | 'dir' | 'name' | 'pinned' | 'file'>>;

/** A run whose workbench died while it was live, now owned by this one. */
export interface RecoverableRun {
  readonly run: Run;
  /** Absolute; holds spool files to ingest, or is `null` when nothing is left to read. */
  readonly spoolDir: string | null;
}

/**
 * The runs of one project, in one SQLite file. Several workbenches may have it open. Expected failures are
 * `ContractError`s: `not-found`, `refused` (name taken, run still live or open), `damaged`.
 */
export interface Catalogue extends Disposable {
  /** Takes ownership of a live run. `refused` when the name is taken. */
  add(run: Run): Run;
  /** By id. */
  get(id: RunId): Run | undefined;
  /** By id, name or `latest`, in this order. */
  resolve(reference: string): Run | undefined;
  /** The newest first. */
  list(): readonly Run[];
  latest(): Run | undefined;
  update(id: RunId, changes: RunChanges): Run;
  /** `refused` when another run has the name. */
  rename(id: RunId, name: string): Run;
  pin(id: RunId, pinned: boolean): Run;
  /** `wanted`, or `wanted 2`, `wanted 3` ... when it is taken. */
  freeName(wanted: string): string;
  /** Keeps the run from being removed by any workbench until it is given back. */
  hold(id: RunId): Disposable;
  /** Deletes the run, its recording and its spool. `refused` while it is live or held. */
  remove(id: RunId): void;
  /**
   * Claims the runs that were live in a workbench which is gone (each goes to one caller only). Those with a spool are to
   * be ingested and then updated; the others are marked `interrupted` here, or `done` when their recording is complete.
   */
  recover(): readonly RecoverableRun[];
}
