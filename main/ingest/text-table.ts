/** Strings remembered in each of two generations; a string that was not met for longer is stored again. */
export const GENERATION = 65_536;
/** Longer strings are hardly ever repeated, and would fill the memory. */
const MAX_REMEMBERED_LENGTH = 256;
const PAGE_TEXTS = 1024;
const PAGE_LENGTH = 256 * 1024;

export interface TextPage {
  readonly first: number;
  readonly texts: string[];
}

/** The strings of a recording, each stored once as far as a bounded memory allows. */
export class TextTable {
  #young = new Map<string, number>();
  #old = new Map<string, number>();
  #page: TextPage = { first: 0, texts: [] };
  #pageLength = 0;
  #dirty = false;
  readonly #write: (page: TextPage) => void;

  constructor(write: (page: TextPage) => void) {
    this.#write = write;
  }

  /** The id of a string in the recording. */
  idOf(text: string): number {
    const known = this.#young.get(text) ?? this.#old.get(text);
    if (known !== undefined) {
      this.#remember(text, known);
      return known;
    }
    if (this.#page.texts.length >= PAGE_TEXTS || this.#pageLength >= PAGE_LENGTH) {
      this.write();
      this.#page = { first: this.#page.first + this.#page.texts.length, texts: [] };
      this.#pageLength = 0;
    }
    const id = this.#page.first + this.#page.texts.push(text) - 1;
    this.#pageLength += text.length;
    this.#dirty = true;
    this.#remember(text, id);
    return id;
  }

  /** Takes the newest page of a recording and remembers the texts of earlier ones. `pages`: in order. */
  restore(pages: readonly TextPage[]): void {
    for (const { first, texts } of pages)
      for (const [i, text] of texts.entries()) this.#remember(text, first + i);
    const newest = pages.at(-1);
    if (!newest) return;
    this.#page = newest;
    this.#pageLength = newest.texts.reduce((sum, text) => sum + text.length, 0);
  }

  /** Hands out the page that is being filled, if it changed. */
  write(): void {
    if (this.#dirty) this.#write(this.#page);
    this.#dirty = false;
  }

  #remember(text: string, id: number): void {
    if (text.length > MAX_REMEMBERED_LENGTH) return;
    if (this.#young.size >= GENERATION) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(text, id);
  }
}

const MAP_IDS = 4096;
/** Chunks of a map kept in memory: ids come in order, so that older ones are complete. */
export const OPEN_CHUNKS = 4;

/** What the string ids of one thread stand for, written in chunks of 4,096 ids. */
export class TextMap {
  readonly #chunks = new Map<number, Float64Array>();
  readonly #dirty = new Set<number>();
  readonly #write: (first: number, ids: Float64Array) => void;

  constructor(write: (first: number, ids: Float64Array) => void) {
    this.#write = write;
  }

  set(id: number, text: number): void {
    const index = Math.floor(id / MAP_IDS);
    let chunk = this.#chunks.get(index);
    if (!chunk) {
      chunk = new Float64Array(MAP_IDS).fill(-1);
      this.#chunks.set(index, chunk);
      if (this.#chunks.size > OPEN_CHUNKS) this.#retire();
    }
    chunk[id % MAP_IDS] = text;
    this.#dirty.add(index);
  }

  /** Takes the chunks that were written last, in order. */
  restore(chunks: readonly { readonly first: number; readonly ids: Float64Array }[]): void {
    for (const { first, ids } of chunks) this.#chunks.set(first / MAP_IDS, ids);
  }

  write(): void {
    for (const index of this.#dirty) this.#write(index * MAP_IDS, this.#chunks.get(index) as Float64Array);
    this.#dirty.clear();
  }

  /** Writes everything out and gives the memory back. */
  release(): void {
    this.write();
    this.#chunks.clear();
  }

  #retire(): void {
    this.write();
    const [oldest] = this.#chunks.keys();
    if (oldest !== undefined) this.#chunks.delete(oldest);
  }
}
