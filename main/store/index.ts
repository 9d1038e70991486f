/** Recordings and catalogues on disk. */
export { openCatalogue } from './catalogue.ts';
export type { Catalogue, RecoverableRun, RunChanges } from './catalogue-types.ts';
export type { IngestSummary, RunFacts } from './facts.ts';
export { openRecording, type RecordingFile, type RecordingState } from './recording.ts';
