import { type NodeVersion, others, pinned } from '../testing/node-versions.ts';
import { type Program, programs, runsOn } from './programs.ts';

export const LEVELS = [1, 2, 3, 4, 5] as const;
export type Level = (typeof LEVELS)[number];
/** What most runs have. */
const USUAL_LEVEL = 2;

const tier = process.env.CALLSCAPE_FIDELITY ?? '';
/** `CALLSCAPE_FIDELITY=full`: every program on every Node at every level; `22:3`: all of them on Node 22 at level 3. */
export const isFull = tier === 'full';
const [onlyMajor, onlyLevel] = tier.includes(':') ? tier.split(':').map(Number) : [];

export const versions: readonly NodeVersion[] = [pinned, ...others];

export interface Entry {
  readonly program: Program;
  /** Empty where this Node does not know what the program uses, and where it is the turn of others. */
  readonly levels: readonly Level[];
}

/**
 * What runs on a Node. A start costs a tenth of a second, and the full matrix has twenty-four of them for each program; so by
 * default they take turns: each program on the pinned Node at the usual level and at one other, and on one other Node at
 * one level.
 */
export function entriesFor(node: NodeVersion): Entry[] {
  return programs.map((program, i) => ({ program, levels: runsOn(program, node) ? levelsOf(node, i) : [] }));
}

function levelsOf(node: NodeVersion, program: number): readonly Level[] {
  if (isFull) return LEVELS;
  if (onlyMajor !== undefined)
    return LEVELS.filter((level) => node.major === onlyMajor && level === onlyLevel);
  const unusual = LEVELS.filter((level) => level !== USUAL_LEVEL);
  if (node === pinned) return [USUAL_LEVEL, unusual[program % unusual.length] as Level];
  const round = Math.floor(program / others.length);
  return others[program % others.length] === node ? [LEVELS[round % LEVELS.length] as Level] : [];
}
