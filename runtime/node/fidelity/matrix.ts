import { type NodeVersion, others, pinned } from '../testing/node-versions.ts';
import { type Program, programs, runsOn } from './programs.ts';

export const LEVELS = [1, 2, 3, 4, 5] as const;
export type Level = (typeof LEVELS)[number];
const DEFAULT_LEVELS = [1, 2] as const;

/** `CALLSCAPE_FIDELITY=full`: every program on every Node at every level. */
export const isFull = process.env.CALLSCAPE_FIDELITY === 'full';

export const versions: readonly NodeVersion[] = [pinned, ...others];

export interface Entry {
  readonly program: Program;
  /** Empty where this Node does not know what the program uses. */
  readonly levels: readonly Level[];
}

/**
 * What runs on a Node: by default every program on the pinned one at the two levels that most runs have. A start costs a
 * tenth of a second, and the full matrix has twenty-four of them for each program.
 */
export function entriesFor(node: NodeVersion): Entry[] {
  const levels = isFull ? LEVELS : node === pinned ? DEFAULT_LEVELS : undefined;
  if (!levels) return [];
  return programs.map((program) => ({ program, levels: runsOn(program, node) ? levels : [] }));
}
