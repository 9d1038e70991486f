import { VALUE } from './constants.ts';

/**
 * A captured value, as JSON can carry it. Null, booleans, finite numbers and whole strings are themselves; all
 * else is an object with a `type`.
 */
export type DisplayValue =
  | null
  | boolean
  | number
  | string
  | { readonly type: 'undefined' | 'promise' | 'proxy' | 'accessor' | 'redacted' | 'hole' }
  /** A number JSON lacks: `NaN`, `Infinity`, `-Infinity`, `-0`. */
  | { readonly type: 'number' | 'bigint' | 'symbol' | 'regexp'; readonly text: string }
  /** `length`: of the whole string, in UTF-16 units. */
  | { readonly type: 'string'; readonly text: string; readonly length: number }
  | { readonly type: 'function' | 'class'; readonly name: string }
  | { readonly type: 'opaque' | 'cut'; readonly className: string }
  /** `keys`: own keys of the whole object; `entries` are those that are shown. */
  | {
      readonly type: 'object';
      readonly className: string;
      readonly keys: number;
      readonly entries: readonly (readonly [string, DisplayValue])[];
    }
  | {
      readonly type: 'array' | 'tuple' | 'set';
      readonly length: number;
      readonly items: readonly DisplayValue[];
    }
  | {
      readonly type: 'map';
      readonly length: number;
      readonly entries: readonly (readonly [DisplayValue, DisplayValue])[];
    }
  | {
      readonly type: 'typed-array';
      readonly className: string;
      readonly length: number;
      readonly items: readonly DisplayValue[];
    }
  /** `ms` since 1970, null for an invalid date. */
  | { readonly type: 'date'; readonly ms: number | null }
  | {
      readonly type: 'error';
      readonly className: string;
      readonly message: DisplayValue;
      readonly stack: string;
      readonly cause: DisplayValue;
      /** Own keys besides those above, and those of them that are shown; absent where there are none. */
      readonly keys?: number;
      readonly entries?: readonly (readonly [string, DisplayValue])[];
    }
  /** The value `up` levels above this place. */
  | { readonly type: 'reference'; readonly up: number };

/** Text of a string id; id 0 is the empty string. Unknown ids (a lost STRINGS frame) give undefined. */
export type StringTable = (id: number) => string | undefined;

/** Deeper than any writer goes; a value that is deeper is damage. */
const MAX_DEPTH = 64;

const pair = new Uint32Array(2);
const pairAsDouble = new Float64Array(pair.buffer);

class ValueReader {
  at: number;
  private readonly words: Int32Array;
  private readonly strings: StringTable;

  constructor(words: Int32Array, at: number, strings: StringTable) {
    this.words = words;
    this.at = at;
    this.strings = strings;
  }

  word(): number {
    const word = this.words[this.at++];
    if (word === undefined) throw new RangeError('A captured value reaches past its frame');
    return word;
  }

  count(): number {
    return this.word() >>> 0;
  }

  double(): number {
    pair[0] = this.word();
    pair[1] = this.word();
    return pairAsDouble[0] as number;
  }

  text(id: number): string {
    return id === 0 ? '' : (this.strings(id) ?? '<lost>');
  }

  list<T>(length: number, read: () => T): T[] {
    // Checked against the words there are, so that a damaged count cannot ask for all memory.
    if (length > this.words.length - this.at) throw new RangeError('A captured value states too many items');
    return Array.from({ length }, read);
  }

  entries(read: () => DisplayValue): (readonly [string, DisplayValue])[] {
    return this.list(this.count(), () => [this.text(this.word()), read()] as const);
  }

  value(depth = 0): DisplayValue {
    if (depth > MAX_DEPTH) throw new RangeError('A captured value is too deep');
    const tag = this.word();
    const x = tag >>> 8;
    const inner = () => this.value(depth + 1);
    switch (tag & 0xff) {
      case VALUE.UNDEFINED:
        return { type: 'undefined' };
      case VALUE.NULL:
        return null;
      case VALUE.TRUE:
        return true;
      case VALUE.FALSE:
        return false;
      case VALUE.INT24:
        return tag >> 8;
      case VALUE.INT32:
        return this.word();
      case VALUE.NUMBER:
        return displayNumber(this.double());
      case VALUE.STRING:
        return this.text(x);
      case VALUE.STRING_CUT:
        return { type: 'string', text: this.text(x), length: this.count() };
      case VALUE.BIGINT:
        return { type: 'bigint', text: this.text(x) };
      case VALUE.SYMBOL:
        return { type: 'symbol', text: this.text(x) };
      case VALUE.REGEXP:
        return { type: 'regexp', text: this.text(x) };
      case VALUE.FUNCTION:
        return { type: 'function', name: this.text(x) };
      case VALUE.CLASS:
        return { type: 'class', name: this.text(x) };
      case VALUE.OBJECT: {
        const keys = this.count();
        return { type: 'object', className: this.text(x), keys, entries: this.entries(inner) };
      }
      case VALUE.ARRAY:
        return { type: 'array', length: this.count(), items: this.list(x, inner) };
      case VALUE.TUPLE:
        return { type: 'tuple', length: this.count(), items: this.list(x, inner) };
      case VALUE.SET:
        return { type: 'set', length: this.count(), items: this.list(x, inner) };
      case VALUE.MAP:
        return {
          type: 'map',
          length: this.count(),
          entries: this.list(x, () => [inner(), inner()] as const),
        };
      case VALUE.TYPED_ARRAY: {
        const length = this.count();
        return {
          type: 'typed-array',
          className: this.text(x),
          length,
          items: this.list(this.count(), inner),
        };
      }
      case VALUE.DATE: {
        const ms = this.double();
        return { type: 'date', ms: Number.isNaN(ms) ? null : ms };
      }
      case VALUE.ERROR:
      case VALUE.ERROR_WITH_FIELDS: {
        const message = inner();
        const stack = this.text(this.word());
        const error = { type: 'error', className: this.text(x), message, stack, cause: inner() } as const;
        if ((tag & 0xff) === VALUE.ERROR) return error;
        return { ...error, keys: this.count(), entries: this.entries(inner) };
      }
      case VALUE.PROMISE:
        return { type: 'promise' };
      case VALUE.PROXY:
        return { type: 'proxy' };
      case VALUE.OPAQUE:
        return { type: 'opaque', className: this.text(x) };
      case VALUE.ACCESSOR:
        return { type: 'accessor' };
      case VALUE.REFERENCE:
        return { type: 'reference', up: x };
      case VALUE.CUT:
        return { type: 'cut', className: this.text(x) };
      case VALUE.REDACTED:
        return { type: 'redacted' };
      case VALUE.HOLE:
        return { type: 'hole' };
      default:
        throw new RangeError(`A captured value has the unknown type ${tag & 0xff}`);
    }
  }
}

function displayNumber(value: number): DisplayValue {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value;
  return { type: 'number', text: Object.is(value, -0) ? '-0' : String(value) };
}

/**
 * The value at `words[offset]` and the offset behind it. Throws `RangeError` when the words are no value: they
 * stand in a frame that verified, so that this is a defect of their writer.
 */
export function decodeValue(
  words: Int32Array,
  offset: number,
  strings: StringTable,
): { value: DisplayValue; end: number } {
  const reader = new ValueReader(words, offset, strings);
  const value = reader.value();
  return { value, end: reader.at };
}

/** The operands of ARGS, which begin at `words[offset]` with their number. */
export function decodeArguments(words: Int32Array, offset: number, strings: StringTable): DisplayValue[] {
  const reader = new ValueReader(words, offset, strings);
  return reader.list(reader.count(), () => reader.value());
}
