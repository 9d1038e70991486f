/** Levels of functions, and the steps that levels 4 and 5 record. */
export { findStep } from './find-step.ts';
export { levelTable } from './levels.ts';
export { lineTable } from './line-table.ts';
export { type ReachedLines, reachedLines } from './reached-lines.ts';
export { findWrite, stepState } from './step-state.ts';
export { stepTable } from './step-table.ts';
