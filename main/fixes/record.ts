import type { FilePreview, FixRecord } from '#contract';
import type { JournalEntry } from './journal.ts';

/** A fix of the journal as the screens see it. */
export function recordOf(entry: JournalEntry, content: (hash: string) => Uint8Array): FixRecord {
  const { id, batch, title, finding, state, appliedAt, undoneAt, proof, commit } = entry;
  const text = (hash: string | null): string | null =>
    hash === null ? null : new TextDecoder().decode(content(hash));
  const files = entry.steps.map(
    ({ path, from, to }): FilePreview => ({ path, before: text(from), after: text(to) }),
  );
  return { id, batch, title, finding, state, appliedAt, undoneAt, files, proof, commit };
}
