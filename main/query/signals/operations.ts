import type {
  CapturedValue,
  OperationDetail,
  OperationPage,
  OperationRow,
  OperationsRequest,
} from '#contract';
import { decodeValue, type OperationDefinition } from '#format';
import { unpackWords } from '../../store/signal-words.ts';
import { captured } from '../captured-values.ts';
import type { Query } from '../query.ts';
import { functionMatcher } from '../search/function-matcher.ts';
import { NONE } from '../search/matcher.ts';
import { type FoundSpan, functionOf, ordinalOf, shownDuration, startOf, toSpanRow } from '../span-rows.ts';
import { Texts } from '../texts.ts';

type Attributes = OperationDetail['attributes'];

/** Operations that fit a request. Those of a run are counted in thousands, not in millions: they are sorted here. */
export function operationPage(query: Query, request: Omit<OperationsRequest, 'run'>): OperationPage {
  const { range, kind, order, offset, limit } = request;
  const operations = new Operations(query);
  const fitting = [...operations.spans(kind)].filter((span) => {
    if (!range) return true;
    const start = startOf(span) + span.thread.offsetNs;
    const end = (span.page.end[span.row] as number) + span.thread.offsetNs;
    return start < range.endNs && (end > range.startNs || start >= range.startNs);
  });
  const byStart = (a: FoundSpan, b: FoundSpan) =>
    startOf(a) + a.thread.offsetNs - startOf(b) - b.thread.offsetNs || ordinalOf(a) - ordinalOf(b);
  fitting.sort(order === 'start' ? byStart : (a, b) => shownDuration(b) - shownDuration(a) || byStart(a, b));
  return {
    revision: query.snapshot.revision,
    total: fitting.length,
    rows: fitting.slice(offset, offset + limit).map((span) => operations.row(span)),
  };
}

/** What a call reached outside the process; `null`: it is no operation. */
export function operationOf(query: Query, span: FoundSpan): OperationDetail | null {
  const operations = new Operations(query);
  const definition = operations.definition(functionOf(query, span));
  return definition && { ...definition, attributes: operations.attributes(span) };
}

export class Operations {
  readonly #query: Query;
  readonly #texts: Texts;
  readonly #definitions = new Map<number, OperationDefinition>();

  constructor(query: Query) {
    this.#query = query;
    this.#texts = new Texts(query.reader);
    const rows = query.reader
      .statement("SELECT function, operation FROM function_details WHERE operation <> ''")
      .raw();
    for (const row of rows.iterate()) {
      const [index, operation] = row as [number, string];
      this.#definitions.set(index, JSON.parse(operation) as OperationDefinition);
    }
  }

  definition(functionIndex: number): OperationDefinition | null {
    return this.#definitions.get(functionIndex) ?? null;
  }

  /** Every operation, of one kind or of all, in no order. */
  *spans(kind?: OperationDefinition['kind']): Generator<FoundSpan> {
    const { reader, snapshot, checkpoint } = this.#query;
    const { pages, threads, functions } = snapshot;
    const wanted = Uint8Array.from(functions, (_, index) => {
      const known = this.definition(index);
      return known && (kind === undefined || known.kind === kind) ? 1 : 0;
    });
    if (!wanted.includes(1)) return;
    const matcher = functionMatcher(this.#query, wanted);
    for (let p = 0; p < pages.length; p++) {
      const thread = threads[pages.thread[p] as number];
      if (!thread || pages.count[p] === 0 || matcher.page(p) === NONE) continue;
      checkpoint();
      yield* fittingRows(thread, reader.page(p), matcher.rows(reader.page(p), thread));
    }
    for (const thread of threads) {
      if (thread.open) yield* fittingRows(thread, thread.open, matcher.rows(thread.open, thread));
    }
  }

  row(span: FoundSpan): OperationRow {
    const index = functionOf(this.#query, span);
    const definition = this.definition(index) as OperationDefinition;
    const name = this.#query.snapshot.functions[index]?.name ?? '';
    return { ...toSpanRow(span, index), name, ...definition, attributes: this.attributes(span) };
  }

  /** Later details win over earlier ones of the same name. */
  attributes(span: FoundSpan): Attributes {
    const { index } = span.thread;
    const parts = this.#query.reader
      .statement('SELECT data FROM span_details WHERE thread = ? AND ordinal = ? ORDER BY rowid')
      .pluck()
      .all(index, ordinalOf(span)) as Uint8Array[];
    const known = new Map<string, CapturedValue>();
    for (const part of parts) {
      const value = this.#decoded(index, part);
      if (value?.kind !== 'object') continue;
      for (const { key, value: attribute } of value.entries) known.set(key, attribute);
    }
    return [...known].map(([name, value]) => ({ name, value }));
  }

  #decoded(thread: number, data: Uint8Array): CapturedValue | undefined {
    try {
      return captured(decodeValue(unpackWords(data), 0, (id) => this.#texts.text(thread, id)).value);
    } catch (error) {
      // Words that are no value: their writer is at fault, and the operation is worth showing without them.
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }
}

function* fittingRows(
  thread: FoundSpan['thread'],
  page: FoundSpan['page'],
  fits: (row: number) => boolean,
): Generator<FoundSpan> {
  for (let row = 0; row < page.rows; row++) if (fits(row)) yield { thread, page, row };
}
