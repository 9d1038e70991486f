import { VALUE } from '../../format/index.ts';
import * as look from './inspect.ts';
import type { Redactor } from './redact.ts';
import type { StringIds } from './strings.ts';

/** Objects within objects: the fields of a value and the fields of those. Deeper costs more than the calls themselves. */
const MAX_DEPTH = 2;
const MAX_KEYS = 16;
const MAX_ITEMS = 8;
/** Keys and items of the inner objects. */
const MAX_INNER = 4;
/** UTF-16 units of one string. */
const MAX_STRING = 512;
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
  private readonly ancestors: object[] = [];
  private readonly keys = new Map<string, number>();
  private readonly words: Int32Array;
  private readonly strings: StringIds;
  private readonly redactor: Redactor;
  private readonly maxWords: number;

  constructor(words: Int32Array, strings: StringIds, redactor: Redactor, maxBytes: number) {
    this.words = words;
    this.strings = strings;
    this.redactor = redactor;
    this.maxWords = Math.max(16, maxBytes >> 2);
  }

  /** Starts a value or list of values at `at`, with the whole budget. */
  begin(at: number): void {
    this.at = at;
    this.end = at + this.maxWords;
    this.ancestors.length = 0;
  }

  /** `key`: the name the value has, if any, for redaction. */
  value(value: unknown, key = ''): void {
    if (key !== '' && this.redactor.isSecretKey(key) && value !== undefined && value !== null) {
      this.secret();
      return;
    }
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
        this.named(VALUE.SYMBOL, look.symbolText(value));
        return;
      default:
        if (value === null) words[this.at++] = VALUE.NULL;
        else this.reference(value as object);
    }
  }

  private number(value: number): void {
    const { words } = this;
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
    const cut = value.length > MAX_STRING;
    // A slice keeps the whole string alive; a copy through bytes does not.
    const kept = cut ? Buffer.from(value.slice(0, MAX_STRING), 'utf16le').toString('utf16le') : value;
    if (!this.strings.knows(kept) && this.redactor.isSecretText(kept)) {
      this.secret();
      return;
    }
    // Text counts against the budget as well, though it is written elsewhere.
    this.end -= kept.length >> 2;
    this.named(cut ? VALUE.STRING_CUT : VALUE.STRING, kept);
    if (!cut) return;
    this.truncated++;
    this.words[this.at++] = value.length;
  }

  private named(type: number, name: string): void {
    this.words[this.at++] = (this.strings.id(name) << 8) | type;
  }

  private reference(value: object): void {
    if (look.isProxy(value)) {
      this.words[this.at++] = VALUE.PROXY;
      return;
    }
    const level = this.ancestors.lastIndexOf(value);
    if (level >= 0) {
      this.words[this.at++] = ((this.ancestors.length - level) << 8) | VALUE.REFERENCE;
      return;
    }
    if (typeof value === 'function') {
      this.named(look.isClass(value) ? VALUE.CLASS : VALUE.FUNCTION, look.ownText(value, 'name'));
      return;
    }
    const name = look.className(value);
    if (this.ancestors.length >= MAX_DEPTH || this.at >= this.end) {
      this.truncated++;
      this.named(VALUE.CUT, name);
      return;
    }
    this.ancestors.push(value);
    this.composite(value, name);
    this.ancestors.pop();
  }

  private composite(value: object, name: string): void {
    if (look.isArray(value)) this.array(value);
    else if (look.isNativeError(value)) this.error(value, name);
    else if (look.isPromise(value)) this.words[this.at++] = VALUE.PROMISE;
    else if (look.isMap(value)) this.map(value as Map<unknown, unknown>);
    else if (look.isSet(value)) this.set(value as Set<unknown>);
    else if (look.isDate(value)) {
      this.words[this.at++] = VALUE.DATE;
      this.double(look.dateMs(value));
    } else if (look.isRegExp(value)) this.named(VALUE.REGEXP, look.regexpText(value).slice(0, MAX_STRING));
    else if (look.isTypedArray(value)) this.typedArray(value as Uint8Array, name);
    else if (look.isModuleNamespaceObject(value)) this.named(VALUE.OPAQUE, 'Module');
    else this.object(value, name);
  }

  private array(value: readonly unknown[]): void {
    const tag = this.at++;
    this.words[this.at++] = value.length;
    const limit = Math.min(value.length, this.ancestors.length > 1 ? MAX_INNER : MAX_ITEMS);
    let shown = 0;
    for (; shown < limit && this.at < this.end; shown++) this.property(look.ownProperty(value, shown), '');
    this.words[tag] = (shown << 8) | VALUE.ARRAY;
    if (shown < value.length) this.truncated++;
  }

  private property(property: PropertyDescriptor | undefined, key: string): void {
    if (!property) this.words[this.at++] = VALUE.HOLE;
    else if (property.get || property.set) this.words[this.at++] = VALUE.ACCESSOR;
    else this.value(property.value, key);
  }

  private map(value: Map<unknown, unknown>): void {
    const tag = this.at++;
    const size = look.mapSize(value);
    this.words[this.at++] = size;
    let shown = 0;
    for (const [key, item] of look.firstEntries(value, Math.min(size, MAX_ITEMS))) {
      if (this.at >= this.end) break;
      this.value(key);
      this.value(item, typeof key === 'string' ? key : '');
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
    for (const item of look.firstItems(value, Math.min(size, MAX_ITEMS))) {
      if (this.at >= this.end) break;
      this.value(item);
      shown++;
    }
    this.words[tag] = (shown << 8) | VALUE.SET;
    if (shown < size) this.truncated++;
  }

  /** Length only: bytes are rarely worth reading, and often are somebody's data. */
  private typedArray(value: Uint8Array, name: string): void {
    this.named(VALUE.TYPED_ARRAY, name);
    this.words[this.at++] = look.typedLength(value);
    this.words[this.at++] = 0;
  }

  /**
   * Without the stack: Node formats it at its first reading, from the message as it is then, so that to read it
   * would change what the app sees later.
   */
  private error(value: Error, name: string): void {
    this.named(VALUE.ERROR, name);
    this.value(look.dataProperty(value, 'message'));
    this.words[this.at++] = 0;
    this.property(look.ownProperty(value, 'cause') ?? { value: undefined }, 'cause');
  }

  /** Twice the string id of the key, plus 1 if it names a secret: one look-up for both. */
  private key(key: string): number {
    const known = this.keys.get(key);
    if (known !== undefined) return known;
    const made = this.strings.id(this.keyText(key)) * 2 + (this.redactor.isSecretKey(key) ? 1 : 0);
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

  private object(value: object, name: string): void {
    this.named(VALUE.OBJECT, name);
    const names = look.keys(value);
    this.words[this.at++] = names.length;
    const count = this.at++;
    const maxKeys = this.ancestors.length > 1 ? MAX_INNER : MAX_KEYS;
    let shown = 0;
    for (const key of names) {
      if (shown >= maxKeys || this.at >= this.end) break;
      const known = this.key(key);
      this.words[this.at++] = known >> 1;
      const property = look.ownProperty(value, key);
      if (known & 1 && property && property.value !== undefined && property.value !== null) this.secret();
      else this.property(property, '');
      shown++;
    }
    this.words[count] = shown;
    if (shown < names.length) this.truncated++;
  }
}
