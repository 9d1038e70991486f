/** Replaces the text from `start` up to `end` (UTF-16 offsets, end exclusive) of the text that was analysed. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Several fixes may want exactly this one, as an import or an entry of a list: it is made once. */
  readonly shared?: true;
}

/** Without shared edits that stand there already. */
export function withoutRepeated(edits: readonly TextEdit[]): TextEdit[] {
  const seen = new Set<string>();
  return edits.filter(({ start, end, text, shared }) => {
    if (shared !== true) return true;
    const key = `${start} ${end} ${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** Edits in the order of the text. Two insertions at one place keep the order they came in. */
export const inOrder = (edits: readonly TextEdit[]): TextEdit[] =>
  edits
    .map((edit, at) => ({ edit, at }))
    .sort(byPlace)
    .map(({ edit }) => edit);

const byPlace = (a: Placed, b: Placed): number =>
  a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.at - b.at;

interface Placed {
  readonly edit: TextEdit;
  readonly at: number;
}

/**
 * The first two edits that cannot both be made, if there are any: they overlap, or one inserts within what the other
 * replaces. Insertions at the edges of a replacement are no conflict.
 */
export function findConflict(edits: readonly TextEdit[]): readonly [TextEdit, TextEdit] | null {
  let last: TextEdit | null = null;
  for (const edit of inOrder(edits)) {
    if (last !== null && edit.start < last.end) return [last, edit];
    if (last === null || edit.end >= last.end) last = edit;
  }
  return null;
}

/** The text with all edits made. Throws on edits that are in conflict or lie outside of it. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, text: inserted } of inOrder(edits)) {
    if (start < at || end < start || end > text.length)
      throw new Error(`an edit of ${start}-${end} cannot be made behind ${at} in a text of ${text.length}`);
    parts.push(text.slice(at, start), inserted);
    at = end;
  }
  parts.push(text.slice(at));
  return parts.join('');
}
