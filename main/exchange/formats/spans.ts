import { type CapturedValue, formatSpanId, type RunId, type TraceId } from '#contract';
import type { RecordingScan, ScannedSpan } from '../../query/scan-types.ts';
import { type Json, plainValue } from '../plain-value.ts';

/** Version of the lines; `docs/spans.schema.json` is their schema. */
export const SPANS_VERSION = 1;

export interface SpansSource {
  readonly scan: RecordingScan;
  readonly run: RunId;
  traceIdOf(run: RunId, thread: number, root: number): TraceId;
}

/**
 * JSON Lines: one object for each span, by thread and then in the order of their starts, a parent before its children.
 * Chunks of whole lines.
 */
export async function* spanLines(
  { scan, run, traceIdOf }: SpansSource,
  signal?: AbortSignal,
): AsyncGenerator<string> {
  const functions = scan.functions();
  const names = new Map<number, readonly string[]>();
  const paramNames = (f: number): readonly string[] => {
    const known = names.get(f) ?? scan.params(f).map((name) => name.replace(/^\.\.\./, ''));
    names.set(f, known);
    return known;
  };
  for await (const batch of scan.spans(signal)) {
    let lines = '';
    for (const span of batch) {
      const { thread, ordinal, parent, root, function: f } = span;
      const line = {
        v: SPANS_VERSION,
        spanId: formatSpanId(thread, ordinal),
        parentSpanId: parent === -1 ? null : formatSpanId(thread, parent),
        traceId: traceIdOf(run, thread, root),
        function: functions.name[f] ?? '',
        file: functions.files[functions.file[f] ?? -1] ?? '',
        line: functions.line[f] ?? 0,
        pid: scan.threads[thread]?.pid ?? 0,
        thread: scan.threads[thread]?.threadId ?? 0,
        startNs: Math.round(span.startNs),
        durationNs: span.durationNs === -1 ? null : Math.round(span.durationNs),
        status: span.status,
        error: span.thrown === null ? null : errorOf(span.thrown),
        params: span.params === null ? null : named(paramNames(f), span.params),
        return: returned(span),
      };
      lines += `${JSON.stringify(line)}\n`;
    }
    yield lines;
  }
}

/** What was thrown; languages allow any value. */
function errorOf(thrown: CapturedValue): Json {
  if (thrown.kind === 'error') return { type: thrown.type, message: thrown.message, stack: thrown.stack };
  const value = plainValue(thrown);
  const message = typeof value === 'string' ? value : JSON.stringify(value);
  return { type: thrown.kind === 'primitive' ? thrown.type : thrown.kind, message, stack: null };
}

/** `null` also where nothing was captured: then `params` is `null` as well. */
function returned({ returned: value }: ScannedSpan): Json {
  return value === null ? null : plainValue(value);
}

/** Values by parameter name; one without a name, or whose name is taken, goes by its position. */
function named(names: readonly string[], values: readonly CapturedValue[]): Json {
  const byName = new Map<string, Json>();
  values.forEach((value, position) => {
    const name = names[position];
    const isFree = name !== undefined && !byName.has(name);
    byName.set(isFree ? name : `arguments[${position}]`, plainValue(value));
  });
  return Object.fromEntries(byName);
}
