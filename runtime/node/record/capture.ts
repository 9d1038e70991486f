import { VALUE } from '../../format/index.ts';
import { Classes, type ClassInfo, KIND } from './classes.ts';
import * as look from './inspect.ts';
import { KEY, type Redactor } from './redact.ts';
import { SafeMap } from './safe-map.ts';
import { NO_TAG, type StringIds } from './strings.ts';

/** How much of a value is written. */
interface Detail {
  /** Objects within objects: the fields of a value and the fields of those. */
  readonly depth: number;
  readonly keys: number;
  readonly items: number;
  /** Keys and items of the inner objects. */
  readonly inner: number;
  /** UTF-16 units of one string. */
  readonly text: number;
}

/**
 * The more often a function has been captured (parameters and results alike), the less is written of what it gets and
 * gives: people look at the first calls, and the full detail would cost hot code many times the calls themselves. Who wants
 * all of it says so in the settings.
 */
const UP_TO_FULL = 256;
export const UP_TO_LESS = 4096;
const FULL: Detail = { depth: 2, keys: 16, items: 8, inner: 4, text: 512 };
const LESS: Detail = { depth: 1, keys: 4, items: 4, inner: 0, text: 64 };
/** Class names, lengths, texts and numbers. */
const LEAST: Detail = { depth: 0, keys: 0, items: 0, inner: 0, text: 32 };

/** UTF-16 units. */
const SHORTEST_CUT = 16;
const SHORT_TEXT = 64;
const { byteLength } = Buffer;

/** Text looked at beyond a cut, in UTF-16 units, so that no beginning of a secret is written. */
const BEYOND_CUT = 64;
/** UTF-16 units of a name that stands before its value in a list. */
const LONGEST_NAME = 24;
/** Words that the largest single step may write beyond the budget; the recorder keeps so much room. */
export const CAPTURE_SLACK_WORDS = 256;

const double = new Float64Array(1);
const doubleWords = new Int32Array(double.buffer);

/** Writes values as FORMAT.md's "Values" into the words it is given. Runs no code of the app and never throws. */
export class Capture {
  /** Where the next word goes; set by the caller before and read after. */
  at = 0;
  truncated = 0;
  redacted = 0;
  private end = 0;
  private detail: Detail = FULL;
  private depth = 0;
  /** What the name of the list that is about to be written says of its items. */
  private itemKind: number = KEY.PLAIN;
  private readonly ancestors: object[] = [];
  private readonly keys = new SafeMap<string, number>();
  private readonly classes: Classes;
  private readonly words: Int32Array;
  private readonly strings: StringIds;
  private readonly redactor: Redactor;
  private readonly maxWords: number;
  private readonly isAlwaysFull: boolean;

  /** `maxBytes`: of one value or list of values, texts included. `isAlwaysFull`: however often a function is captured. */
  constructor(
    words: Int32Array,
    strings: StringIds,
    redactor: Redactor,
    maxBytes: number,
    isAlwaysFull = false,
  ) {
    this.isAlwaysFull = isAlwaysFull;
    this.words = words;
    this.strings = strings;
    this.redactor = redactor;
    this.maxWords = Math.max(16, maxBytes >> 2);
    this.classes = new Classes(strings);
  }

  /** Lets go of what has been captured; nothing of the app's is to live longer than the task it was used in. */
  forget(): void {
    this.classes.forget();
  }

  /** Starts a value or list of values at `at`, with the whole budget. `captures`: of this function so far. */
  begin(at: number, captures: number): void {
    this.at = at;
    this.end = at + this.maxWords;
    this.detail = this.isAlwaysFull || captures < UP_TO_FULL ? FULL : captures < UP_TO_LESS ? LESS : LEAST;
    this.depth = 0;
  }

  /**
   * The one word of an object or a function of which nothing but its name is written any more, else NO_TAG. `captures`: as for `begin`.
   * Whoever writes it tells `wrote`.
   */
  nameTag(value: unknown, captures: number): number {
    if (captures < UP_TO_LESS || this.isAlwaysFull || value === null) return NO_TAG;
    if (typeof value === 'function') {
      if (look.isProxy(value)) return VALUE.PROXY;
      return (this.strings.id(look.ownText(value, 'name')) << 8) | VALUE.FUNCTION;
    }
    if (typeof value !== 'object') return NO_TAG;
    const last = this.classes.ofLast(value);
    if (last === undefined && look.isProxy(value)) return VALUE.PROXY;
    const { kind, nameId } = last ?? this.classes.of(value);
    // A list has its length besides.
    return kind === KIND.ARRAY ? NO_TAG : (nameId << 8) | VALUE.CUT;
  }

  /** A word that `nameTag` may have given has been written. */
  wrote(tag: number): void {
    if ((tag & 0xff) === VALUE.CUT) this.truncated++;
  }

  /** A value under a name that may tell that it is a secret. */
  namedValue(value: unknown, key: string): void {
    const kind = key === '' ? KEY.PLAIN : this.redactor.keyKind(key);
    if (kind === KEY.PLAIN) this.value(value);
    else this.guardedValue(value, kind);
  }

  /**
   * A value under a telling name. Texts, numbers and bytes can be the secret itself. Plain objects and lists are redacted
   * whole where the name is certain; all others are looked at by their own keys, for they are things that deal with secrets.
   */
  private guardedValue(value: unknown, kind: number): void {
    switch (typeof value) {
      case 'string':
        if (this.redactor.isSecretUnder(kind, value)) this.secret();
        else this.text(value);
        return;
      case 'number':
      case 'bigint':
        if (kind === KEY.SECRET) this.secret();
        else this.value(value);
        return;
      case 'object':
        if (value === null || look.isProxy(value)) this.value(value);
        else if (look.isBytes(value) || (kind === KEY.SECRET && look.isPlain(value))) this.secret();
        else this.guardedObject(value, kind);
        return;
      default:
        this.value(value);
    }
  }

  /** An ambiguous name speaks of the items of a list as well. */
  private guardedObject(value: object, kind: number): void {
    this.itemKind = look.isArray(value) ? kind : KEY.PLAIN;
    this.reference(value);
    this.itemKind = KEY.PLAIN;
  }

  value(value: unknown): void {
    const { words } = this;
    switch (typeof value) {
      case 'number':
        this.number(value);
        return;
      case 'string':
        this.text(value);
        return;
      case 'undefined':
        words[this.at++] = VALUE.UNDEFINED;
        return;
      case 'boolean':
        words[this.at++] = value ? VALUE.TRUE : VALUE.FALSE;
        return;
      case 'bigint':
        this.named(VALUE.BIGINT, value > -(2n ** 256n) && value < 2n ** 256n ? String(value) : 'large');
        return;
      case 'symbol':
        if (value === look.ACCESSOR) words[this.at++] = VALUE.ACCESSOR;
        else this.named(VALUE.SYMBOL, this.keyText(look.symbolText(value)));
        return;
      default:
        if (value === null) words[this.at++] = VALUE.NULL;
        else this.reference(value as object);
    }
  }

  private number(value: number): void {
    const { words } = this;
    if (this.redactor.isSecretNumber(value)) {
      this.secret();
      return;
    }
    if ((value | 0) === value && !Object.is(value, -0)) {
      if ((value << 8) >> 8 === value) {
        words[this.at++] = (value << 8) | VALUE.INT24;
      } else {
        words[this.at++] = VALUE.INT32;
        words[this.at++] = value;
      }
      return;
    }
    words[this.at++] = VALUE.NUMBER;
    this.double(value);
  }

  private double(value: number): void {
    double[0] = value;
    this.words[this.at++] = doubleWords[0] as number;
    this.words[this.at++] = doubleWords[1] as number;
  }

  private text(value: string): void {
    const { strings } = this;
    // What is left of the budget, but always enough to tell texts apart.
    const limit = Math.min(this.detail.text, Math.max(SHORTEST_CUT, (this.end - this.at) << 2));
    const cut = value.length > limit;
    const kept = cut ? value.slice(0, limit) : value;
    let id = strings.knownId(kept);
    if (id < 0) {
      if (this.redactor.isSecretText(cut ? value.slice(0, limit + BEYOND_CUT) : value)) {
        this.secret();
        return;
      }
      id = strings.id(kept);
    }
    // Text counts against the budget as well, though it is written elsewhere. Of a short one the exact bytes are not worth asking.
    this.end -= (kept.length < SHORT_TEXT ? kept.length : byteLength(kept)) >> 2;
    this.words[this.at++] = (id << 8) | (cut ? VALUE.STRING_CUT : VALUE.STRING);
    if (!cut) return;
    this.truncated++;
    this.words[this.at++] = value.length;
  }

  private named(type: number, name: string): void {
    this.words[this.at++] = (this.strings.id(name) << 8) | type;
  }

  private reference(value: object): void {
    const { words, ancestors, depth } = this;
    const last = this.classes.ofLast(value);
    if (last === undefined && look.isProxy(value)) {
      words[this.at++] = VALUE.PROXY;
      return;
    }
    for (let level = depth - 1; level >= 0; level--) {
      if (ancestors[level] !== value) continue;
      words[this.at++] = ((depth - level) << 8) | VALUE.REFERENCE;
      return;
    }
    if (typeof value === 'function') {
      const isClass = this.detail.depth > 0 && look.isClass(value);
      this.named(isClass ? VALUE.CLASS : VALUE.FUNCTION, look.ownText(value, 'name'));
      return;
    }
    const info = last ?? this.classes.of(value);
    if (depth >= this.detail.depth || this.at >= this.end) {
      this.truncated++;
      if (info.kind === KIND.ARRAY) {
        words[this.at++] = VALUE.ARRAY;
        words[this.at++] = (value as unknown[]).length;
      } else words[this.at++] = (info.nameId << 8) | VALUE.CUT;
      return;
    }
    ancestors[this.depth++] = value;
    this.composite(value, info);
    // Nothing of the app's stays alive.
    ancestors[--this.depth] = ancestors;
  }

  private composite(value: object, info: ClassInfo): void {
    switch (info.kind) {
      case KIND.ARRAY:
        this.array(value as unknown[]);
        break;
      case KIND.MAP:
        this.map(value as Map<unknown, unknown>);
        break;
      case KIND.SET:
        this.set(value as Set<unknown>);
        break;
      case KIND.ERROR:
        this.error(value as Error, info);
        break;
      case KIND.PROMISE:
        this.words[this.at++] = VALUE.PROMISE;
        break;
      case KIND.DATE:
        this.words[this.at++] = VALUE.DATE;
        this.double(look.dateMs(value as Date));
        break;
      case KIND.REGEXP:
        this.named(VALUE.REGEXP, this.keyText(look.regexpText(value as RegExp)));
        break;
      case KIND.TYPED_ARRAY:
        // Length only: bytes are rarely worth reading, and often are somebody's data.
        this.words[this.at++] = (info.nameId << 8) | VALUE.TYPED_ARRAY;
        this.words[this.at++] = look.typedLength(value);
        this.words[this.at++] = 0;
        break;
      case KIND.BUFFER:
        this.words[this.at++] = (info.nameId << 8) | VALUE.TYPED_ARRAY;
        this.words[this.at++] = look.bufferLength(value);
        this.words[this.at++] = 0;
        break;
      case KIND.BOXED:
        this.single(info, '[[value]]', look.unboxed(value));
        break;
      case KIND.URL:
        this.single(info, 'href', look.urlText(value));
        break;
      case KIND.NAMESPACE:
        this.named(VALUE.OPAQUE, 'Module');
        break;
      case KIND.OPAQUE:
        this.named(VALUE.OPAQUE, look.tagText(value));
        break;
      default:
        this.object(value, info);
    }
  }

  private array(value: readonly unknown[]): void {
    const { words, detail } = this;
    const tag = this.at++;
    words[this.at++] = value.length;
    const limit = Math.min(value.length, this.depth > 1 ? detail.inner : detail.items);
    const { itemKind } = this;
    this.itemKind = KEY.PLAIN;
    let shown = 0;
    /** Names and values may take turns, as in raw headers. */
    let before = '';
    for (; shown < limit && this.at < this.end; shown++) {
      if (!look.hasOwn(value, shown)) {
        words[this.at++] = VALUE.HOLE;
        continue;
      }
      const item = look.ownValue(value, shown);
      if (typeof item !== 'string') this.guardedItem(item, itemKind);
      else if (before !== '' && this.redactor.keyKind(before) === KEY.SECRET) this.secret();
      else this.guardedItem(item, itemKind);
      before = typeof item === 'string' && item.length <= LONGEST_NAME ? item : '';
    }
    words[tag] = (shown << 8) | VALUE.ARRAY;
    if (shown < value.length) this.truncated++;
  }

  private guardedItem(item: unknown, kind: number): void {
    if (kind === KEY.PLAIN) this.value(item);
    else this.guardedValue(item, kind);
  }

  private map(value: Map<unknown, unknown>): void {
    const tag = this.at++;
    const size = look.mapSize(value);
    this.words[this.at++] = size;
    let shown = 0;
    for (const [key, item] of look.firstEntries(value, Math.min(size, this.detail.items))) {
      if (this.at >= this.end) break;
      this.value(key);
      this.namedValue(item, typeof key === 'string' ? key : '');
      shown++;
    }
    this.words[tag] = (shown << 8) | VALUE.MAP;
    if (shown < size) this.truncated++;
  }

  private set(value: Set<unknown>): void {
    const tag = this.at++;
    const size = look.setSize(value);
    this.words[this.at++] = size;
    let shown = 0;
    for (const item of look.firstItems(value, Math.min(size, this.detail.items))) {
      if (this.at >= this.end) break;
      this.value(item);
      shown++;
    }
    this.words[tag] = (shown << 8) | VALUE.SET;
    if (shown < size) this.truncated++;
  }

  /**
   * Without the stack: Node formats it at its first reading, from the message as it is then, so that to read it
   * would change what the app sees later.
   */
  private error(value: Error, info: ClassInfo): void {
    const names = look.errorKeys(value);
    this.words[this.at++] = (info.nameId << 8) | (names.length > 0 ? VALUE.ERROR_WITH_FIELDS : VALUE.ERROR);
    this.value(look.dataProperty(value, 'message'));
    this.words[this.at++] = 0;
    this.namedValue(look.hasOwn(value, 'cause') ? look.ownValue(value, 'cause') : undefined, 'cause');
    if (names.length > 0) this.fields(value, names, info);
  }

  /** An object that is one value in a wrapper. */
  private single(info: ClassInfo, key: string, value: unknown): void {
    const { words } = this;
    words[this.at++] = (info.nameId << 8) | VALUE.OBJECT;
    words[this.at++] = 1;
    words[this.at++] = 1;
    words[this.at++] = this.key(key) >> 2;
    this.value(value);
  }

  /** Four times the string id of the key, plus what it says of its value: one look-up for both. */
  private key(key: string): number {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const text = this.keyText(key);
    this.end -= byteLength(text) >> 2;
    const made = this.strings.id(text) * 4 + this.redactor.keyKind(key);
    if (this.keys.size < 10_000) this.keys.set(key, made);
    return made;
  }

  private secret(): void {
    this.redacted++;
    this.words[this.at++] = VALUE.REDACTED;
  }

  /** Keys may be data as well, as where sessions are kept by token. */
  private keyText(key: string): string {
    if (key.length < 12) return key;
    if (this.redactor.isSecretText(key)) return '<redacted>';
    return key.length > 128 ? `${key.slice(0, 128)}…` : key;
  }

  private object(value: object, info: ClassInfo): void {
    this.words[this.at++] = (info.nameId << 8) | VALUE.OBJECT;
    this.fields(value, look.keys(value), info);
  }

  private fields(value: object, names: readonly string[], info: ClassInfo): void {
    const { words, detail } = this;
    words[this.at++] = names.length;
    const count = this.at++;
    const limit = Math.min(names.length, this.depth > 1 ? detail.inner : detail.keys);
    let shown = 0;
    for (; shown < limit && this.at < this.end; shown++) {
      const key = names[shown] as string;
      // Objects of a class mostly have the same keys in the same order.
      let known = info.known[shown];
      if (known === undefined || info.keys[shown] !== key) {
        known = this.key(key);
        info.keys[shown] = key;
        info.known[shown] = known;
      }
      words[this.at++] = known >> 2;
      this.guardedItem(look.ownValue(value, key), known & 3);
    }
    words[count] = shown;
    if (shown < names.length) this.truncated++;
  }
}
