/** Recordings and the catalogue of runs, as files. How a recording is read and written inside is for `query` and `ingest`. */
export { openCatalogue } from './catalogue.ts';
export type { Catalogue, RecoverableRun, RunChanges } from './catalogue-types.ts';
export type { IngestSummary, RunFacts } from './facts.ts';
export { knownLevels } from './known-levels.ts';
export { migrate, type Schema } from './migrations.ts';
export { isOwnerAlive, type OwnerLock, takeOwnerLock } from './owner-lock.ts';
export { openRecording, type RecordingFile, type RecordingState, sealedState } from './recording.ts';
export { repairRecording } from './repair.ts';
export { factsFileOf } from './sidecars.ts';
export { type Connection, explain, openWritable } from './sqlite.ts';
export { verifyRecording } from './verify.ts';
