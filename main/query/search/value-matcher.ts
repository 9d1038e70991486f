import type { CapturedValue } from '#contract';
import { decodeArguments, decodeValue, OP } from '#format';
import { lowerBound } from '../../lower-bound.ts';
import { grown } from '../../store/grown.ts';
import { unpackTexts } from '../../store/text-page.ts';
import { unpackValues, type ValueColumns } from '../../store/value-page.ts';
import { captured } from '../captured-values.ts';
import type { Query } from '../query.ts';
import { Texts } from '../texts.ts';
import { type Matcher, NONE, SOME } from './matcher.ts';
import { matcherOf } from './patterns.ts';
import type { TextPattern, ValueField } from './syntax.ts';

/** Verdicts on values kept by their words; most values come again and again. */
const MAX_KEPT = 100_000;
/** A longer value is as quick to decode as to look up. */
const MAX_KEPT_WORDS = 8;

const OPS: Readonly<Record<ValueField, number>> = { param: OP.ARGS, return: OP.RETURN, error: OP.ERROR };

const ANY_OPS: ReadonlySet<number> = new Set(Object.values(OPS));

/** Spans with a captured value that fits: a text, a number or another simple value, at any depth of it. */
export function valueMatcher(query: Query, field: ValueField | 'any', pattern: TextPattern): Matcher {
  const ordinals = matchingOrdinals(query, field, pattern);
  const { pages } = query.snapshot;
  return {
    page(p) {
      const own = ordinals[pages.thread[p] as number] as Float64Array;
      const at = lowerBound(own, pages.minOrdinal[p] as number);
      return at < own.length && (own[at] as number) <= (pages.maxOrdinal[p] as number) ? SOME : NONE;
    },
    count: () => -1,
    rows({ ordinal }, { index }) {
      const own = ordinals[index] as Float64Array;
      return (row) => {
        const wanted = ordinal[row] as number;
        return own[lowerBound(own, wanted)] === wanted;
      };
    },
  };
}

/** By thread: the spans that have such a value, ascending. */
function matchingOrdinals(query: Query, field: ValueField | 'any', pattern: TextPattern): Float64Array[] {
  const { reader, snapshot, checkpoint } = query;
  const fits = matcherOf(pattern);
  const found = snapshot.threads.map(() => new Ordinals());
  if (!someTextFits(query, fits) && !mayBeNoText(pattern)) return found.map((own) => own.ascending());
  const texts = new Texts(reader);
  const pages = reader.statement('SELECT id, thread FROM value_pages ORDER BY thread, id').raw().all();
  const load = reader.statement('SELECT data FROM value_pages WHERE id = ?').pluck();
  let verdicts = new Map<string, boolean>();
  let last = -1;
  for (const [id, thread] of pages as [number, number][]) {
    checkpoint();
    if (thread !== last || verdicts.size > MAX_KEPT) verdicts = new Map();
    last = thread;
    const page = unpackValues(load.get(id) as Uint8Array);
    const own = found[thread] as Ordinals;
    let offset = 0;
    for (let row = 0; row < page.length; row++) {
      const count = page.count[row] as number;
      const op = page.op[row] as number;
      const isAsked = field === 'any' ? ANY_OPS.has(op) : op === OPS[field];
      const words = page.words.subarray(offset, offset + count);
      offset += count;
      if (!isAsked) continue;
      const key = count <= MAX_KEPT_WORDS ? `${op} ${words.join(' ')}` : undefined;
      let verdict = key === undefined ? undefined : verdicts.get(key);
      if (verdict === undefined) {
        verdict = valuesOf(page, row, words, (string) => texts.text(thread, string)).some((v) =>
          hasText(v, fits),
        );
        if (key !== undefined) verdicts.set(key, verdict);
      }
      if (verdict) own.add(page.ordinal[row] as number);
    }
  }
  return found.map((own) => own.ascending());
}

/** Ordinals of spans as they are found, some of them more than once: 8 bytes each, for all calls of a run may have a value that fits. */
class Ordinals {
  #found = new Float64Array(1024);
  #count = 0;

  add(ordinal: number): void {
    if (this.#count > 0 && this.#found[this.#count - 1] === ordinal) return;
    if (this.#count === this.#found.length) this.#found = grown(this.#found, 2 * this.#count);
    this.#found[this.#count++] = ordinal;
  }

  ascending(): Float64Array {
    return this.#found.subarray(0, this.#count).sort();
  }
}

function valuesOf(
  page: ValueColumns,
  row: number,
  words: Int32Array,
  strings: (id: number) => string,
): CapturedValue[] {
  try {
    if (page.op[row] === OP.ARGS) return decodeArguments(words, 0, strings).map(captured);
    return [captured(decodeValue(words, 0, strings).value)];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** Whether a text of the recording fits: all strings of values are among them. */
function someTextFits({ reader, checkpoint }: Query, fits: (text: string) => boolean): boolean {
  for (const data of reader.statement('SELECT data FROM text_pages').pluck().iterate()) {
    checkpoint();
    if (unpackTexts(data as Uint8Array).some(fits)) return true;
  }
  return false;
}

/** Whether a value that is no string could fit: a number, a date, `true`, `null`. */
function mayBeNoText({ how, text }: TextPattern): boolean {
  if (how === 'glob' || /[\d.:+tz-]/i.test(text)) return true;
  const words = ['true', 'false', 'null', 'undefined', 'NaN', 'Infinity', 'e'];
  return words.some((word) => (how === 'exact' ? word === text : word.toLowerCase().includes(text)));
}

/** Looks at the simple values in a value; names of keys and classes are not values. */
export function hasText(value: CapturedValue, fits: (text: string) => boolean): boolean {
  const stack = [value];
  for (let next = stack.pop(); next; next = stack.pop()) {
    switch (next.kind) {
      case 'primitive':
      case 'regexp':
        if (fits(next.text)) return true;
        break;
      case 'date':
        if (!Number.isNaN(next.unixMs) && fits(new Date(next.unixMs).toISOString())) return true;
        break;
      case 'error':
        if (fits(next.message) || fits(next.type)) return true;
        if (next.cause) stack.push(next.cause);
        break;
      case 'object':
        stack.push(...next.entries.map((entry) => entry.value));
        break;
      case 'list':
        stack.push(...next.items);
        break;
      case 'map':
        stack.push(...next.entries.flatMap((entry) => [entry.key, entry.value]));
        break;
      default:
    }
  }
  return false;
}
