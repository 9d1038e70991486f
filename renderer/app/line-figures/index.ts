/** What a run and the selected call say about the lines of a file. */
export { type CallSite, callSitesOf } from './line-figures.ts';
export { type SourceMarks, useSourceMarks } from './use-source-marks.ts';
