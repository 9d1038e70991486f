import type { CapturedValue } from '#contract';
import { type DisplayValue, decodeArguments, decodeValue, OP, type StringTable } from '#format';
import { lowerBound } from '../lower-bound.ts';
import { unpackValues, type ValueColumns } from '../store/value-page.ts';
import { LruCache } from './lru-cache.ts';
import { naturalMergeOrder } from './natural-merge.ts';
import type { RecordingReader } from './recording-reader.ts';
import { Texts } from './texts.ts';

/** What was captured of one span; `null`: nothing was. */
export interface SpanValues {
  readonly params: readonly CapturedValue[] | null;
  readonly returned: CapturedValue | null;
  readonly thrown: CapturedValue | null;
}

export const NO_VALUES: SpanValues = { params: null, returned: null, thrown: null };

const all = (_ordinal: number): boolean => true;

interface LoadedPage extends ValueColumns {
  /** Where the words of each row begin. */
  readonly offset: Int32Array;
  /** The rows by ordinal; of one ordinal as they came. */
  readonly order: Uint32Array;
  /** The ordinals in that order. */
  readonly sorted: Float64Array;
}

/** The captured values of a recording. For one state of it: pages that grow are read once. */
export class CapturedValues {
  readonly #reader: RecordingReader;
  readonly #texts: Texts;
  readonly #pages = new LruCache<number, LoadedPage>(32);

  constructor(reader: RecordingReader) {
    this.#reader = reader;
    this.#texts = new Texts(reader);
  }

  /** Times in ns since the thread's origin. Only inside the reader's `within`. */
  of(thread: number, ordinal: number, start: number, end: number): SpanValues {
    const values = new Map<number, SpanValues>();
    const pages = this.#reader
      .statement(
        `SELECT id FROM value_pages WHERE thread = ? AND max_time >= ? AND min_time <= ?
         AND min_ordinal <= ? AND max_ordinal >= ? ORDER BY id`,
      )
      .pluck()
      .all(thread, start, end, ordinal, ordinal) as number[];
    for (const id of pages) this.#collect(thread, id, ordinal, ordinal, values, all);
    return values.get(ordinal) ?? NO_VALUES;
  }

  /** Of all spans with ordinals from `first` to `last` that are wanted, by ordinal. */
  range(thread: number, first: number, last: number, wanted = all): ReadonlyMap<number, SpanValues> {
    const values = new Map<number, SpanValues>();
    const pages = this.#reader
      .statement(
        'SELECT id FROM value_pages WHERE thread = ? AND min_ordinal <= ? AND max_ordinal >= ? ORDER BY id',
      )
      .pluck()
      .all(thread, last, first) as number[];
    for (const id of pages) this.#collect(thread, id, first, last, values, wanted);
    return values;
  }

  #collect(
    thread: number,
    id: number,
    first: number,
    last: number,
    into: Map<number, SpanValues>,
    wanted: (ordinal: number) => boolean,
  ): void {
    const page = this.#page(id);
    const strings: StringTable = (string) => this.#texts.text(thread, string);
    for (let at = lowerBound(page.sorted, first); at < page.length; at++) {
      const ordinal = page.sorted[at] as number;
      if (ordinal > last) break;
      if (!wanted(ordinal)) continue;
      const row = page.order[at] as number;
      const known = into.get(ordinal) ?? NO_VALUES;
      into.set(ordinal, { ...known, ...decoded(page, row, strings) });
    }
  }

  #page(id: number): LoadedPage {
    const known = this.#pages.get(id);
    if (known) return known;
    const data = this.#reader.statement('SELECT data FROM value_pages WHERE id = ?').pluck().get(id);
    const columns = unpackValues(data as Uint8Array);
    const offset = new Int32Array(columns.length);
    for (let row = 1; row < columns.length; row++) {
      offset[row] = (offset[row - 1] as number) + (columns.count[row - 1] as number);
    }
    const order = Uint32Array.from({ length: columns.length }, (_, row) => row);
    naturalMergeOrder(order, columns.ordinal);
    const sorted = Float64Array.from(order, (row) => columns.ordinal[row] as number);
    const page = { ...columns, offset, order, sorted };
    this.#pages.set(id, page);
    return page;
  }
}

function decoded(page: LoadedPage, row: number, strings: StringTable): Partial<SpanValues> {
  const offset = page.offset[row] as number;
  const words = page.words.subarray(offset, offset + (page.count[row] as number));
  try {
    switch (page.op[row]) {
      case OP.ARGS:
        return { params: decodeArguments(words, 0, strings).map(captured) };
      case OP.RETURN:
        return { returned: captured(decodeValue(words, 0, strings).value) };
      case OP.ERROR:
        return { thrown: captured(decodeValue(words, 0, strings).value) };
      default:
        return {};
    }
  } catch (error) {
    // Words that are no value: their writer is at fault, and the span is worth showing without them.
    if (error instanceof RangeError) return {};
    throw error;
  }
}

const primitive = (
  type: 'undefined' | 'null' | 'boolean' | 'number' | 'string',
  text: string,
): CapturedValue => ({
  kind: 'primitive',
  type,
  text,
});

/** The contract's form of a decoded value. Depth is bounded by the decoder. */
export function captured(value: DisplayValue): CapturedValue {
  if (value === null) return primitive('null', 'null');
  if (typeof value === 'boolean') return primitive('boolean', String(value));
  if (typeof value === 'number') return primitive('number', String(value));
  if (typeof value === 'string') return primitive('string', value);
  switch (value.type) {
    case 'undefined':
      return primitive('undefined', 'undefined');
    case 'number':
      return primitive('number', value.text);
    case 'bigint':
    case 'symbol':
      return { kind: 'primitive', type: value.type, text: value.text };
    case 'string':
      return { kind: 'primitive', type: 'string', text: value.text, cutFrom: value.length };
    case 'regexp':
      return { kind: 'regexp', text: value.text };
    case 'function':
    case 'class':
      return { kind: 'function', name: value.name, isClass: value.type === 'class' };
    case 'promise':
    case 'proxy':
    case 'accessor':
    case 'hole':
      return { kind: 'opaque', type: value.type };
    case 'opaque':
      return { kind: 'opaque', type: value.className };
    case 'cut':
      return { kind: 'cut', type: value.className };
    case 'redacted':
      return { kind: 'redacted' };
    case 'reference':
      return { kind: 'cycle', levels: value.up };
    case 'date':
      return { kind: 'date', unixMs: value.ms ?? Number.NaN };
    case 'error':
      return {
        kind: 'error',
        type: value.className,
        message: textOf(value.message),
        stack: value.stack,
        cause: isNothing(value.cause) ? null : captured(value.cause),
        ...(value.entries ? { fields: { size: value.keys ?? 0, entries: fieldsOf(value.entries) } } : {}),
      };
    case 'map':
      return {
        kind: 'map',
        type: 'Map',
        size: value.length,
        entries: value.entries.map(([key, entry]) => ({ key: captured(key), value: captured(entry) })),
      };
    case 'object':
      return {
        kind: 'object',
        type: value.className,
        size: value.keys,
        entries: fieldsOf(value.entries),
      };
    case 'typed-array':
      return { kind: 'list', type: value.className, size: value.length, items: value.items.map(captured) };
    case 'array':
    case 'tuple':
    case 'set': {
      const type = value.type === 'array' ? 'Array' : value.type === 'set' ? 'Set' : 'tuple';
      return { kind: 'list', type, size: value.length, items: value.items.map(captured) };
    }
  }
}

const fieldsOf = (entries: readonly (readonly [string, DisplayValue])[]) =>
  entries.map(([key, entry]) => ({ key, value: captured(entry) }));

/** An error's message is a string, cut or whole; what else it may be is shown by its kind. */
function textOf(value: DisplayValue): string {
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object') return 'text' in value ? value.text : `<${value.type}>`;
  return String(value);
}

const isNothing = (value: DisplayValue): boolean =>
  value === null || (typeof value === 'object' && value.type === 'undefined');
