/** Fixes of findings: proposed, shown, applied, proved, and undone whatever happens. */
import { fixers } from './fixers/index.ts';

export type { Recovered } from './fix-engine.ts';
export { createFixes, type FixesEngine } from './service.ts';
export { unifiedDiff } from './unified-diff.ts';

/** Rules that something can be done about by itself. */
export const fixableRules: readonly string[] = fixers.map(({ rule }) => rule);
