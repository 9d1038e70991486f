import { encodeStringsFrame, VALUE } from '../../format/index.ts';
import { SafeMap } from './safe-map.ts';

/** Kept strings, at most; then the table is forgotten and ids go on, so that nothing of the app's stays alive. */
const MAX_ENTRIES = 20_000;
/**
 * UTF-16 units of the strings that have a place in the table. Longer ones are mostly new ones, such as what is left of
 * a text, and to look one up costs a hash of it all; the last few of these are compared instead.
 */
const MAX_TABLED = 32;
const RECENT = 256;
/** Shorter slices are copies already; longer ones keep the whole string alive that they were cut from. */
const MIN_SLICE = 13;
const MAX_COPIED = 1024;

/** The largest id that a tag word can hold. */
const MAX_ID = 0xffffff;
/** No tag word: its type does not exist. */
export const NO_TAG = 0xff;

const scratch = Buffer.allocUnsafeSlow(MAX_COPIED * 3);

/** The text without what it may have been cut from. */
function copy(text: string): string {
  if (text.length < MIN_SLICE || text.length > MAX_COPIED) return text;
  return scratch.toString('utf8', 0, scratch.write(text, 'utf8'));
}

/** Ids for strings. Id 0 is the empty string. */
export class StringIds {
  private ids = new SafeMap<string, number>();
  private readonly recent: string[] = new Array<string>(RECENT).fill('');
  private readonly recentIds = new Int32Array(RECENT);
  private pending: string[] = [];
  private next = 1;

  /** Written once each as long as the table remembers them. */
  id(text: string): number {
    if (text === '') return 0;
    return text.length > MAX_TABLED ? this.recentId(text) : this.tabledId(text);
  }

  /** The tag word of a string that has an id, else NO_TAG. */
  knownTag(text: string): number {
    if (text.length > MAX_TABLED) return NO_TAG;
    const id = text === '' ? 0 : this.ids.get(text);
    return id === undefined ? NO_TAG : (id << 8) | VALUE.STRING;
  }

  /** The id of a text that has one already, else -1. */
  knownId(text: string): number {
    if (text === '') return 0;
    if (text.length <= MAX_TABLED) return this.ids.get(text) ?? -1;
    const slot = recentSlot(text);
    return this.recent[slot] === text ? (this.recentIds[slot] as number) : -1;
  }

  private tabledId(text: string): number {
    const known = this.ids.get(text);
    if (known !== undefined) return known;
    if (this.ids.size >= MAX_ENTRIES) this.ids = new SafeMap();
    const kept = copy(text);
    const id = this.name(kept);
    this.ids.set(kept, id);
    return id;
  }

  private recentId(text: string): number {
    const slot = recentSlot(text);
    if (this.recent[slot] === text) return this.recentIds[slot] as number;
    const kept = copy(text);
    this.recent[slot] = kept;
    const id = this.name(kept);
    this.recentIds[slot] = id;
    return id;
  }

  private name(text: string): number {
    if (this.next >= MAX_ID) return this.lost();
    this.pending[this.pending.length] = text;
    return this.next++;
  }

  /** All ids are taken: readers know the last one as a text that says so. */
  private lost(): number {
    if (this.next === MAX_ID) {
      this.pending[this.pending.length] = '<too many strings>';
      this.next++;
    }
    return MAX_ID;
  }

  /** A STRINGS frame of what has been named since the last call, or undefined. */
  takeFrame(): Uint8Array | undefined {
    if (this.pending.length === 0) return undefined;
    const frame = encodeStringsFrame(this.next - this.pending.length, this.pending);
    this.pending = [];
    return frame;
  }
}

function recentSlot(text: string): number {
  const { length } = text;
  const mixed = length * 31 + text.charCodeAt(length >> 1) * 7 + text.charCodeAt(length - 1);
  return mixed & (RECENT - 1);
}
