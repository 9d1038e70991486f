import { stat } from 'node:fs/promises';
import type { Analysis, ExerciseReport, RunId } from '#contract';
import type { CodeAnalysis } from '../source/index.ts';
import { sealedState } from '../store/index.ts';
import type { Config } from './config.ts';
import type { OtherRun } from './context.ts';

/** All that an analysis follows from: with the same of each it would be the same. */
export interface MadeOf {
  readonly code: CodeAnalysis;
  readonly config: Config;
  readonly others: readonly OtherRun[];
  readonly exercise: ExerciseReport | null;
  /** Names the state of the recording; empty without a run. */
  readonly recording: string;
}

/** A window shows one; a second window, or a look at an earlier run, another. */
const MAX_KEPT = 4;

/** The last analyses, each as long as nothing that it was made of has changed: for a page that is loaded again, and for a second window. */
export function createKeptAnalyses() {
  /** The most recently used last. */
  const kept = new Map<string, { readonly madeOf: MadeOf; readonly analysis: Analysis }>();
  return {
    /** Whether asking what an analysis would be made of now can be worth it. */
    has: (key: string): boolean => kept.has(key),
    find(key: string, now: MadeOf): Analysis | null {
      const last = kept.get(key);
      return last !== undefined && isSame(last.madeOf, now) ? last.analysis : null;
    },
    keep(key: string, madeOf: MadeOf, analysis: Analysis): void {
      kept.delete(key);
      kept.set(key, { madeOf, analysis });
      const oldest = kept.keys().next().value;
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    },
  };
}

/** What is made anew when it changes is told by its identity. */
function isSame(a: MadeOf, b: MadeOf): boolean {
  return (
    a.code === b.code &&
    a.exercise === b.exercise &&
    a.recording === b.recording &&
    JSON.stringify(a.config) === JSON.stringify(b.config) &&
    a.others.length === b.others.length &&
    a.others.every(
      ({ taken, isEarlier }, at) => taken === b.others[at]?.taken && isEarlier === b.others[at]?.isEarlier,
    )
  );
}

/** `null`: what the recording says may still become more. */
export async function recordingState(
  run: RunId | null,
  fileOf: (run: RunId) => Promise<string>,
): Promise<string | null> {
  if (run === null) return '';
  const file = await fileOf(run);
  const found = await stat(file).catch(() => null);
  return found === null || sealedState(file) === undefined ? null : `${file} ${found.mtimeMs} ${found.size}`;
}
