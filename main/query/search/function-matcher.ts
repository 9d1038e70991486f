import { POSTINGS_SQL, readPostings } from '../../store/function-index.ts';
import type { Query } from '../query.ts';
import { ALL, type Matcher, NONE, SOME } from './matcher.ts';

/** Looking up more functions than this share takes longer than opening pages that turn out to have none of them. */
const MAX_LOOKED_UP = 2000;

/** Calls of some functions. `wanted`: 1 for each of them. */
export function functionMatcher(query: Query, wanted: Uint8Array): Matcher {
  const { pages, nodes } = query.snapshot;
  const list: number[] = [];
  for (let fn = 0; fn < wanted.length; fn++) if (wanted[fn] === 1) list.push(fn);
  const rows: Matcher['rows'] = ({ node }) => {
    const functions = nodes.function;
    return (row) => wanted[functions[node[row] as number] as number] === 1;
  };
  if (list.length === 0) return { page: () => NONE, count: () => 0, rows };
  if (list.length === wanted.length) return { page: () => ALL, count: () => -1, rows };
  if (list.length > MAX_LOOKED_UP) return { page: () => SOME, count: () => -1, rows };
  let counts: Float64Array | undefined;
  const countOf = (p: number): number => {
    counts ??= countsByPosition(query, list);
    const position = pages.position[p] as number;
    if (position < 0 || position >= query.snapshot.indexedPages) return -1;
    return counts[position] as number;
  };
  return {
    page(p) {
      const count = countOf(p);
      if (count === 0) return NONE;
      return count === pages.count[p] ? ALL : SOME;
    },
    count: countOf,
    rows,
  };
}

/** Calls of the functions by page, from the index. */
function countsByPosition(query: Query, functions: readonly number[]): Float64Array {
  const counts = new Float64Array(query.snapshot.indexedPages);
  const statement = query.reader.statement(POSTINGS_SQL);
  for (const fn of functions) {
    query.checkpoint();
    const postings = readPostings(statement, fn);
    for (let i = 0; i < postings.position.length; i++) {
      const position = postings.position[i] as number;
      if (position < counts.length)
        counts[position] = (counts[position] as number) + (postings.count[i] as number);
    }
  }
  return counts;
}
