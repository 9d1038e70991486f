import { encodeStringsFrame, VALUE } from '../../format/index.ts';

/** Kept strings, at most; then the table is forgotten and ids go on, so that nothing of the app's stays alive. */
const MAX_ENTRIES = 20_000;
const MAX_CHARACTERS = 4_000_000;

/** No tag word: its type does not exist. */
export const NO_TAG = 0xff;

/** Ids for strings, written once each. Id 0 is the empty string; 2^24 is the largest id that a tag word can hold. */
export class StringIds {
  private ids = new Map<string, number>();
  private pending: string[] = [];
  private next = 1;
  private characters = 0;

  id(text: string): number {
    if (text === '') return 0;
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    if (this.next >= 0xffffff) return 0;
    if (this.ids.size >= MAX_ENTRIES || this.characters > MAX_CHARACTERS) {
      this.ids = new Map();
      this.characters = 0;
    }
    const id = this.next++;
    this.ids.set(text, id);
    this.pending.push(text);
    this.characters += text.length;
    return id;
  }

  /** The tag word of a string that has an id, else NO_TAG. */
  knownTag(text: string): number {
    const id = text === '' ? 0 : this.ids.get(text);
    return id === undefined ? NO_TAG : (id << 8) | VALUE.STRING;
  }

  knows(text: string): boolean {
    return this.ids.has(text);
  }

  /** A STRINGS frame of what has been named since the last call, or undefined. */
  takeFrame(): Uint8Array | undefined {
    if (this.pending.length === 0) return undefined;
    const frame = encodeStringsFrame(this.next - this.pending.length, this.pending);
    this.pending = [];
    return frame;
  }
}
