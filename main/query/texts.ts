import { unpackTextMap, unpackTexts } from '../store/text-page.ts';
import { LruCache } from './lru-cache.ts';
import type { RecordingReader } from './recording-reader.ts';

const MAP_IDS = 4096;
const LOST = '<lost>';

/** Strings of a recording by the ids that a thread gave them. */
export class Texts {
  readonly #reader: RecordingReader;
  readonly #maps = new LruCache<string, Float64Array>(32);
  readonly #pages = new LruCache<number, { readonly first: number; readonly texts: string[] }>(64);

  constructor(reader: RecordingReader) {
    this.#reader = reader;
  }

  /** Only inside the reader's `within`. */
  text(thread: number, id: number): string {
    const text = this.#map(thread, Math.floor(id / MAP_IDS) * MAP_IDS)?.[id % MAP_IDS] ?? -1;
    if (text < 0) return LOST;
    const key = this.#reader
      .statement('SELECT max(first) FROM text_pages WHERE first <= ?')
      .pluck()
      .get(text) as number | null;
    if (key === null) return LOST;
    let page = this.#pages.get(key);
    if (!page) {
      const data = this.#reader.statement('SELECT data FROM text_pages WHERE first = ?').pluck().get(key);
      page = { first: key, texts: unpackTexts(data as Uint8Array) };
      this.#pages.set(key, page);
    }
    return page.texts[text - page.first] ?? LOST;
  }

  #map(thread: number, first: number): Float64Array | undefined {
    const key = `${thread}:${first}`;
    const known = this.#maps.get(key);
    if (known) return known;
    const data = this.#reader
      .statement('SELECT data FROM text_maps WHERE thread = ? AND first = ?')
      .pluck()
      .get(thread, first);
    if (data === undefined) return undefined;
    const ids = unpackTextMap(data as Uint8Array);
    this.#maps.set(key, ids);
    return ids;
  }
}
