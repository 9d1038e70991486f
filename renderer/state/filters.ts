import type { Slice } from './app-state.ts';

/** What every view leaves out or lights up. */
export interface FiltersSlice {
  /** Leave out functions of installed packages (`isOwnCode`). */
  readonly onlyMyCode: boolean;
  /** The text looked for in function names and file paths; the table filters by it, the others light the matches up. */
  readonly find: FindState;
  setOnlyMyCode(on: boolean): void;
  setFindText(text: string): void;
  /** Enter and Shift+Enter: the next or previous match; it wraps around. */
  moveFind(step: 1 | -1): void;
  /** Filters of the function table to come back to; remembered between sessions. */
  readonly savedFilters: readonly SavedFilter[];
  /** Columns of the function table that are not shown, by id; remembered between sessions. */
  readonly hiddenColumns: Readonly<Record<string, boolean>>;
  keepFilter(filter: SavedFilter): void;
  forgetFilter(filter: SavedFilter): void;
  setHiddenColumns(hidden: Readonly<Record<string, boolean>>): void;
  /** Said by the view on screen whenever its matches change; `null` when it cannot tell. */
  setFindCount(count: number | null): void;
}

/** What a view looks for and leaves out. */
export interface SavedFilter {
  readonly text: string;
  readonly onlyMyCode: boolean;
  readonly onlyErrors: boolean;
}

const isSame = (one: SavedFilter, other: SavedFilter): boolean =>
  one.text === other.text && one.onlyMyCode === other.onlyMyCode && one.onlyErrors === other.onlyErrors;

export interface FindState {
  readonly text: string;
  /** Matches in the view on screen; `null`: not known. */
  readonly count: number | null;
  /** Which match the person is at, 0 to count - 1; -1 before the first Enter. The view brings it on screen. */
  readonly cursor: number;
}

export const createFilters: Slice<FiltersSlice> = (set) => ({
  onlyMyCode: false,
  find: { text: '', count: null, cursor: -1 },
  savedFilters: [],
  hiddenColumns: { min: true, p50: true, p90: true, errorRate: true },
  keepFilter: (filter) =>
    set(({ savedFilters }) => ({
      savedFilters: [...savedFilters.filter((each) => !isSame(each, filter)), filter],
    })),
  forgetFilter: (filter) =>
    set(({ savedFilters }) => ({ savedFilters: savedFilters.filter((each) => !isSame(each, filter)) })),
  setHiddenColumns: (hiddenColumns) => set({ hiddenColumns }),
  setOnlyMyCode: (onlyMyCode) => set({ onlyMyCode }),
  setFindText: (text) => set({ find: { text, count: null, cursor: -1 } }),
  moveFind: (step) =>
    set(({ find }) => {
      if (!find.count) return {};
      const cursor = find.cursor < 0 && step < 0 ? find.count - 1 : find.cursor + step;
      return { find: { ...find, cursor: (cursor + find.count) % find.count } };
    }),
  setFindCount: (count) =>
    set(({ find }) =>
      find.count === count
        ? {}
        : { find: { ...find, count, cursor: count === null || find.cursor >= count ? -1 : find.cursor } },
    ),
});

/**
 * Whether a file (relative to the project) was written here: not an installed package, inside the project, and not in a hidden folder, where tools keep
 * what they have made of it (`.next`, `.svelte-kit`, `.nuxt`, `.output`, `.vite`, `.turbo`) or installed (`.venv`, `.yarn`).
 */
export function isOwnCode(file: string): boolean {
  return (
    !/(^|\/)(node_modules|site-packages|venv|vendor|\.(?!\.?\/)[^/]+)\//.test(file) &&
    !/^(\.\.\/|\/|\w:|node:)/.test(file)
  );
}

/** Whether a function matches the find text: every word of it, in its name or its file, whatever the case. */
export function matchesFind(text: string, name: string, file: string): boolean {
  const where = `${name} ${file}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => where.includes(word));
}
