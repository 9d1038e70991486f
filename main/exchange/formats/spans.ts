import { type CapturedValue, formatSpanId, type RunId, type TraceId } from '#contract';
import { type Json, plainValue } from '../../plain-value.ts';
import type { RecordingScan, ScannedSpan } from '../../query/scan-types.ts';

/** Version of the lines; `docs/spans.schema.json` is their schema. */
export const SPANS_VERSION = 1;

export interface SpansSource {
  readonly scan: RecordingScan;
  readonly run: RunId;
  traceIdOf(run: RunId, thread: number, root: number): TraceId;
}

/**
 * JSON Lines: one object for each span, by thread and then in the order of their starts, a parent before its children in the
 * same thread. A root that another thread or process has caused has its parent there. Chunks of whole lines.
 */
export async function* spanLines(source: SpansSource, signal?: AbortSignal): AsyncGenerator<string> {
  const lineOf = createLines(source);
  for await (const batch of source.scan.spans(signal)) yield batch.map(lineOf).join('');
}

/**
 * Lines are put together from parts, because there are millions: what is the same for all spans of a function, thread or
 * trace is made into text once.
 */
function createLines({ scan, run, traceIdOf }: SpansSource): (span: ScannedSpan) => string {
  const functions = scan.functions();
  const paramNames = perIndex((f) => scan.params(f).map((name) => name.replace(/^\.\.\./, '')));
  const functionPart = perIndex((f) => {
    const name = JSON.stringify(functions.name[f] ?? '');
    const file = JSON.stringify(functions.files[functions.file[f] ?? -1] ?? '');
    return `"function":${name},"file":${file},"line":${functions.line[f] ?? 0}`;
  });
  const threadPart = perIndex(
    (t) => `"pid":${scan.threads[t]?.pid ?? 0},"thread":${scan.threads[t]?.threadId ?? 0}`,
  );
  let trace = { thread: -1, root: -1, id: '', parent: 'null' };

  return (span) => {
    const { thread, ordinal, parent, root, function: f } = span;
    if (trace.root !== root || trace.thread !== thread) {
      const above = scan.parentElsewhere(thread, root);
      const top = above ? scan.traceRoot(thread, root) : { thread, ordinal: root };
      const id = traceIdOf(run, top.thread, top.ordinal);
      trace = { thread, root, id, parent: above ? `"${formatSpanId(above.thread, above.ordinal)}"` : 'null' };
    }
    const parentId = parent === -1 ? trace.parent : `"${formatSpanId(thread, parent)}"`;
    const durationNs = span.durationNs === -1 ? null : Math.round(span.durationNs);
    const error = span.thrown === null ? null : errorOf(span.thrown);
    const params = span.params === null ? null : named(paramNames(f), span.params);
    // Where nothing was captured, `params` is null as well.
    const returned = span.returned === null ? null : plainValue(span.returned);
    return (
      `{"v":${SPANS_VERSION},"spanId":"${formatSpanId(thread, ordinal)}","parentSpanId":${parentId},"traceId":"${trace.id}",` +
      `${functionPart(f)},${threadPart(thread)},"startNs":${Math.round(span.startNs)},"durationNs":${durationNs},` +
      `"status":"${span.status}","error":${JSON.stringify(error)},"params":${JSON.stringify(params)},"return":${JSON.stringify(returned)}}\n`
    );
  };
}

/** Remembers what is made for each index. */
function perIndex<T>(make: (index: number) => T): (index: number) => T {
  const made: (T | undefined)[] = [];
  return (index) => {
    const known = made[index];
    if (known !== undefined) return known;
    const value = make(index);
    made[index] = value;
    return value;
  };
}

/** What was thrown; languages allow any value. */
function errorOf(thrown: CapturedValue): Json {
  if (thrown.kind === 'error')
    return { type: thrown.type, message: thrown.message, stack: thrown.stack || null };
  const value = plainValue(thrown);
  const message = typeof value === 'string' ? value : JSON.stringify(value);
  return { type: thrown.kind === 'primitive' ? thrown.type : thrown.kind, message, stack: null };
}

/** Values by parameter name; one without a name, or whose name is taken, goes by its position. */
function named(names: readonly string[], values: readonly CapturedValue[]): Json {
  return Object.fromEntries(
    values.map((value, position) => {
      const name = names[position];
      const isOwn = name !== undefined && names.indexOf(name) === position;
      return [isOwn ? name : `arguments[${position}]`, plainValue(value)];
    }),
  );
}
