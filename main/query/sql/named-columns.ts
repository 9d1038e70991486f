import type { SqlToken } from './sql-tokens.ts';

/** A `*` behind one of these stands for all columns; behind anything else it multiplies or counts. */
const BEFORE_ALL: ReadonlySet<string> = new Set(['select', 'distinct', 'all', ',', '.']);
/** What a table has when none of its columns is named: a table cannot be without any. */
const CHEAPEST = 'thread';

/**
 * The columns of a table that a statement can read: those that it names, in whichever way and of whichever table; all of them where it
 * asks for all (`*`), or joins by the names that two tables share.
 */
export function namedColumns(tokens: readonly SqlToken[], columns: readonly string[]): string[] {
  const asksForAll = tokens.some(
    ({ text, quoted }, i) =>
      !quoted && (text === 'natural' || (text === '*' && BEFORE_ALL.has(tokens[i - 1]?.text ?? ''))),
  );
  if (asksForAll) return [...columns];
  // SQLite takes a text for a name where only a name can stand.
  const named = new Set(tokens.map(({ text }) => text.toLowerCase()));
  const wanted = columns.filter((column) => named.has(column));
  return wanted.length > 0 ? wanted : [CHEAPEST];
}
