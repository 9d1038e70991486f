import { lineStarts } from './lines.ts';

/** An insertion into a source text. `@@<n>@@` in it stands for the id of the file's n-th function. */
export type Edit = readonly [position: number, text: string];

/** A rewritten text and where its insertions lie, sorted: `starts[i]` and `lengths[i]` in UTF-16 units of `text`. */
export interface Rewritten {
  readonly text: string;
  readonly starts: Float64Array;
  readonly lengths: Float64Array;
}

/**
 * Inserts the edits, which must be sorted; those at one position stand in their order. `idText` writes the id of the
 * file's n-th function.
 */
export function applyEdits(
  source: string,
  edits: readonly Edit[],
  idText: (index: number) => string,
): Rewritten {
  const starts = new Float64Array(edits.length);
  const lengths = new Float64Array(edits.length);
  const pieces: string[] = [];
  let from = 0;
  let inserted = 0;
  edits.forEach(([position, template], i) => {
    const text = template.includes('@@') ? withIds(template, idText) : template;
    pieces.push(source.slice(from, position), text);
    from = position;
    starts[i] = position + inserted;
    lengths[i] = text.length;
    inserted += text.length;
  });
  pieces.push(source.slice(from));
  return { text: pieces.join(''), starts, lengths };
}

/** The same of a text that is known already: where its insertions lie is found out when somebody asks. */
export function appliedBefore(text: string, apply: () => Rewritten): Rewritten {
  let applied: Rewritten | undefined;
  const settled = (): Rewritten => {
    applied ??= apply();
    return applied;
  };
  return {
    text,
    get starts() {
      return settled().starts;
    },
    get lengths() {
      return settled().lengths;
    },
  };
}

function withIds(template: string, idText: (index: number) => string): string {
  // Ids stand between the marks, and so at every second place.
  const parts = template.split('@@');
  for (let i = 1; i < parts.length; i += 2) parts[i] = idText(Number(parts[i]));
  return parts.join('');
}

/** `text.slice(from, to)` without the insertions. */
export function originalSlice(rewritten: Rewritten, from: number, to: number): string {
  const { text, starts, lengths } = rewritten;
  let result = '';
  let at = from;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number;
    const end = start + (lengths[i] as number);
    if (end <= from) continue;
    if (start >= to) break;
    if (start > at) result += text.slice(at, start);
    at = Math.max(at, end);
  }
  return at < to ? result + text.slice(at, to) : result;
}

/** The column, from 1, that a place of the rewritten text has in the original one; the line is the same. */
export function originalColumn(rewritten: Rewritten, line: number, column: number): number {
  const { text, starts, lengths } = rewritten;
  const lineStart = lineStarts(text)[line - 1];
  if (lineStart === undefined) return column;
  const at = lineStart + column - 1;
  let shift = 0;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i] as number;
    if (start > at) break;
    if (start >= lineStart) shift += Math.min(lengths[i] as number, at - start);
  }
  return column - shift;
}
