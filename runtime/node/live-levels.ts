import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { LevelChange, LevelsFile } from '../format/index.ts';
import { MODE, type Mode } from './record/modes.ts';

// Captured before the app can replace them.
const [read, stat] = [readFileSync, statSync];
const { parse } = JSON;

/** In the run's spool folder; the workbench writes it whole each time. */
export const LEVELS_FILE = 'levels.json';

interface LiveFunction {
  readonly id: number;
  readonly path: string;
  /** `path#qualified name`. */
  readonly key: string;
  /** What its text was rewritten for. */
  readonly upTo: number;
}

interface LiveOptions {
  readonly spoolDir: string;
  readonly modeOf: (id: number) => Mode;
  readonly setMode: (id: number, mode: Mode) => void;
  readonly timeNs: () => number;
  readonly report: (changes: readonly LevelChange[]) => void;
}

/** Changes the levels of a thread's functions while the app runs, as far as their text allows. */
export class LiveLevels {
  readonly file: string;
  private readonly options: LiveOptions;
  private readonly functions: LiveFunction[] = [];
  private changes: LevelsFile['changes'] = [];
  private stamp = '';

  constructor(options: LiveOptions) {
    this.options = options;
    this.file = join(options.spoolDir, LEVELS_FILE);
    this.poll();
  }

  /** The mode that a new function begins with. `level`: its own one; `upTo`: what its text was rewritten for. */
  define(id: number, path: string, name: string, level: number, upTo: number): Mode {
    const live = { id, path, key: `${path}#${name}`, upTo };
    this.functions.push(live);
    let mode = modeFor(level, upTo) ?? MODE.CAPTURED;
    for (const change of this.changes) if (reaches(change, live)) mode = modeFor(change.level, upTo) ?? mode;
    return mode;
  }

  /** Looks whether there is something new, and does it. Throws nothing. */
  poll(): void {
    try {
      const found = stat(this.file, { throwIfNoEntry: false });
      const stamp = found ? `${found.mtimeMs} ${found.size}` : '';
      if (stamp === this.stamp) return;
      const known = this.changes.length;
      const { changes } = parse(read(this.file, 'utf8')) as LevelsFile;
      this.stamp = stamp;
      this.changes = changes;
      // What was asked before the first function is how they begin, and no change.
      if (changes.length > known && this.functions.length > 0) this.apply(changes.slice(known));
    } catch {
      // Half written, or gone with its folder: the next look sees more, or nothing is left to do.
    }
  }

  private apply(changes: LevelsFile['changes']): void {
    const { modeOf, setMode, timeNs, report } = this.options;
    const done: LevelChange[] = [];
    for (const change of changes) {
      let functions = 0;
      for (const live of this.functions) {
        const mode = reaches(change, live) ? modeFor(change.level, live.upTo) : undefined;
        if (mode === undefined || mode === modeOf(live.id)) continue;
        setMode(live.id, mode);
        functions++;
      }
      done.push({ timeNs: Math.round(timeNs()), ...change, functions });
    }
    report(done);
  }
}

function reaches({ scope, target }: LevelsFile['changes'][number], { path, key }: LiveFunction): boolean {
  return scope === 'global' || (scope === 'file' ? path === target : key === target);
}

/** How a function's calls are recorded at a level; undefined where its text cannot do that. */
function modeFor(level: number, upTo: number): Mode | undefined {
  if (level === 0) return MODE.OFF;
  if (level === 1) return MODE.TIMED;
  // From level 3 on calls and steps are in the text, and are recorded together with the values.
  return level === upTo ? MODE.CAPTURED : undefined;
}
