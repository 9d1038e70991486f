import type { Slice } from './app-state.ts';

export interface SavedQuery {
  readonly name: string;
  readonly sql: string;
}

/** What the person asks recordings for; remembered between sessions. */
export interface QueriesSlice {
  readonly queries: Queries;
  changeQueries(change: Partial<Queries>): void;
  /** Puts a search that was made in front of the earlier ones. */
  rememberSearch(text: string): void;
  /** The same for a statement that was run. */
  rememberStatement(sql: string): void;
  /** Keeps a statement under a name; one of the same name gives way. */
  saveQuery(query: SavedQuery): void;
  forgetQuery(name: string): void;
}

export interface Queries {
  /** The statement in the editor. */
  readonly sql: string;
  readonly saved: readonly SavedQuery[];
  /** Searches, the newest first. */
  readonly searches: readonly string[];
  /** Statements that were run, the newest first. */
  readonly statements: readonly string[];
}

const keptOfEach = 20;

export const noQueries: Queries = { sql: '', saved: [], searches: [], statements: [] };

const inFront = (text: string, others: readonly string[]): readonly string[] =>
  [text, ...others.filter((other) => other !== text)].slice(0, keptOfEach);

export const createQueries: Slice<QueriesSlice> = (set) => {
  const patch = (change: (queries: Queries) => Partial<Queries>) =>
    set(({ queries }) => ({ queries: { ...queries, ...change(queries) } }));
  return {
    queries: noQueries,
    changeQueries: (change) => patch(() => change),
    rememberSearch: (text) => patch(({ searches }) => ({ searches: inFront(text, searches) })),
    rememberStatement: (sql) => patch(({ statements }) => ({ statements: inFront(sql, statements) })),
    saveQuery: (query) =>
      patch(({ saved }) => ({
        saved: [...saved.filter(({ name }) => name !== query.name), query].sort((a, b) =>
          a.name < b.name ? -1 : 1,
        ),
      })),
    forgetQuery: (name) => patch(({ saved }) => ({ saved: saved.filter((query) => query.name !== name) })),
  };
};
