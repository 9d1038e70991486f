import type { Run } from './runs.ts';

/** What a check of a recording's bytes and counts found. */
export interface RecordingCheck {
  readonly file: string;
  /** Nothing is damaged, and what it says of itself is in it. */
  readonly ok: boolean;
  /** Complete: its run has ended, and everything was read. */
  readonly sealed: boolean;
  /** Spans that it says it has, those of sound pages, and those that an earlier repair gave up. */
  readonly statedSpans: number;
  readonly foundSpans: number;
  readonly lostSpans: number;
  /** Pages of all kinds that were read and compared with their checksums, and those that are damaged. */
  readonly checkedPages: number;
  readonly damagedPages: number;
  /** Sentences for a person, the first hundred. */
  readonly problems: readonly string[];
}

/** What a repair kept. */
export interface RecordingRepair {
  readonly file: string;
  /** Where the damaged file is now; empty when nothing was damaged and nothing was done. */
  readonly damagedFile: string;
  readonly keptSpans: number;
  readonly lostSpans: number;
  /** Pages of all kinds that could not be read. */
  readonly lostPages: number;
  /** The repaired file, checked. */
  readonly check: RecordingCheck;
}

/** A copy of a project's recordings. */
export interface Backup {
  readonly folder: string;
  readonly runs: number;
  readonly bytes: number;
  /** Names of runs that are going on, or have no recording. */
  readonly leftOut: readonly string[];
}

/** What became of the recordings of a backup; names, but for those that were taken up. */
export interface Restored {
  readonly restored: readonly Run[];
  readonly present: readonly string[];
  readonly damaged: readonly string[];
}
