import { diff3Merge } from 'node-diff3';
import { ContractError, type ProjectDir } from '#contract';
import type { JournalEntry } from './journal.ts';
import { hashOf, placeOf, readBytes } from './project-file.ts';
import type { Step } from './steps.ts';

/** What undoing a fix will do to the files as they stand now. */
export interface UndoPlan {
  readonly steps: readonly Step[];
  /** Contents that did not exist before: the person's later edits without the fix. */
  readonly contents: readonly Uint8Array[];
}

/**
 * The way back of a fix. Where a person edited a file after it, their edits stay and only the fix goes (a three-way merge);
 * `refused`, before anything is touched, where the two cannot be told apart.
 */
export async function planUndo(
  dir: ProjectDir,
  entry: JournalEntry,
  content: (hash: string) => Uint8Array,
): Promise<UndoPlan> {
  const steps: Step[] = [];
  const contents: Uint8Array[] = [];
  for (const { from: before, to: after, ...step } of entry.steps.toReversed()) {
    const { path } = step;
    const bytes = await readBytes(await placeOf(dir, path));
    const now = bytes === null ? null : hashOf(bytes);
    if (now === before) continue;
    if (now === after) steps.push({ ...step, from: now, to: before });
    else if (bytes === null || before === null || after === null)
      throw refused(path, bytes === null ? gone : edited);
    else {
      const merged = withoutFix(content(before), content(after), bytes);
      if (merged === null) throw refused(path, edited);
      contents.push(merged);
      steps.push({ ...step, from: now, to: hashOf(merged) });
    }
  }
  return { steps, contents };
}

const gone = 'it was removed after the fix';
const edited = 'it was changed after the fix, at the same place';

const refused = (path: string, why: string): ContractError =>
  new ContractError('refused', `The fix of ${path} cannot be undone: ${why}. Nothing was changed.`, { path });

/** What a person made of the fixed text, made of the text before it; `null` when both changed the same lines. */
function withoutFix(before: Uint8Array, after: Uint8Array, now: Uint8Array): Uint8Array | null {
  const lines = (bytes: Uint8Array): string[] =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
  const parts = diff3Merge(lines(now), lines(after), lines(before), { excludeFalseConflicts: true });
  const merged: string[] = [];
  for (const part of parts) {
    if (part.ok === undefined) return null;
    for (const line of part.ok) merged.push(line);
  }
  return new TextEncoder().encode(merged.join('\n'));
}
