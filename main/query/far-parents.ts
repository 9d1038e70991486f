import type { Query } from './query.ts';
import type { RecordingReader } from './recording-reader.ts';

/** A span of the recording, and the root above it in its thread; both ordinals. */
export interface FarSpan {
  readonly thread: number;
  readonly ordinal: number;
  readonly root: number;
}

/** A message on behalf of one on behalf of one ..: in a sound recording no chain comes back to where it was. */
const LONGEST_CHAIN = 10_000;

const PARENT_SQL =
  'SELECT parent_thread, parent_ordinal, parent_root FROM far_parents WHERE thread = ? AND ordinal = ?';
const CHILDREN_SQL = `SELECT thread, ordinal FROM far_parents
  WHERE parent_thread = ? AND parent_ordinal = ? ORDER BY thread, ordinal LIMIT ?`;
const COUNT_SQL = 'SELECT count(*) FROM far_parents WHERE parent_thread = ? AND parent_ordinal = ?';

/** Whether the threads of the recording have caused anything in each other. */
export function hasFarParents(reader: RecordingReader): boolean {
  return reader.statement('SELECT EXISTS (SELECT 1 FROM far_parents)').pluck().get() === 1;
}

/** The parent of a root where that is a span of another thread. */
export function farParentOf(reader: RecordingReader, thread: number, root: number): FarSpan | undefined {
  const row = reader.statement(PARENT_SQL).raw().get(thread, root) as [number, number, number] | undefined;
  return row && { thread: row[0], ordinal: row[1], root: row[2] };
}

/** Roots of other threads below a span: how many, and up to `limit` of them. */
export function farChildrenOf({ reader }: Query, thread: number, ordinal: number, limit: number) {
  const count = reader.statement(COUNT_SQL).pluck().get(thread, ordinal) as number;
  const rows = count === 0 ? [] : reader.statement(CHILDREN_SQL).raw().all(thread, ordinal, limit);
  return {
    count,
    children: (rows as [number, number][]).map(([thread, ordinal]) => ({ thread, ordinal })),
  };
}

/** The root of the whole trace that a root of a thread belongs to. */
export function traceRootOf(reader: RecordingReader, thread: number, root: number) {
  let top = { thread, root };
  for (let hops = 0; hops < LONGEST_CHAIN; hops++) {
    const above = farParentOf(reader, top.thread, top.root);
    if (!above) break;
    top = { thread: above.thread, root: above.root };
  }
  return top;
}
