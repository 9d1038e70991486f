import type { Disposable, SearchPage, SearchRow } from '#contract';

const pageRows = 200;
/** Pages kept: far more than are on screen, far fewer than a search may have. */
const keptPages = 50;

type Load = (offset: number, limit: number, signal: AbortSignal) => Promise<SearchPage>;

/** The matches of one search, of which only the pages that are looked at are asked for. */
export class RowPages implements Disposable {
  readonly #load: Load;
  readonly #pages = new Map<number, readonly SearchRow[] | null>();
  readonly #abort = new AbortController();
  readonly #listeners = new Set<() => void>();
  #version = 0;
  #total: number | null = null;
  #error: Error | null = null;

  constructor(load: Load) {
    this.#load = load;
    this.#ask(0);
  }

  /** Grows with everything that came. */
  readonly version = (): number => this.#version;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** All matches; `null` until the first answer. */
  get total(): number | null {
    return this.#total;
  }
  get error(): Error | null {
    return this.#error;
  }

  /** A match by its rank; `undefined` while its page is on the way. */
  row(rank: number): SearchRow | undefined {
    const page = Math.floor(rank / pageRows);
    if (!this.#pages.has(page)) this.#ask(page);
    return this.#pages.get(page)?.[rank % pageRows];
  }

  /** Rank of the first match of those that are here; -1: none of them is it. */
  find(matches: (row: SearchRow) => boolean, length: number): number {
    for (const [page, rows] of this.#pages) {
      const at = rows?.findIndex(matches) ?? -1;
      if (at >= 0 && page * pageRows + at < length) return page * pageRows + at;
    }
    return -1;
  }

  dispose(): void {
    this.#abort.abort();
    this.#listeners.clear();
  }

  #ask(page: number): void {
    this.#pages.set(page, null);
    void this.#load(page * pageRows, pageRows, this.#abort.signal).then(
      ({ rows, total }) => {
        this.#pages.set(page, rows);
        this.#total = total;
        this.#forgetOld();
        this.#tell();
      },
      (error) => {
        if (this.#abort.signal.aborted) return;
        this.#pages.delete(page);
        this.#error = error as Error;
        this.#tell();
      },
    );
  }

  #forgetOld(): void {
    for (const [page, rows] of this.#pages) {
      if (this.#pages.size <= keptPages) return;
      if (rows !== null) this.#pages.delete(page);
    }
  }

  #tell(): void {
    if (this.#abort.signal.aborted) return;
    this.#version++;
    for (const listener of [...this.#listeners]) listener();
  }
}
