import { type CapturedValue, formatSpanId } from '#contract';
import type { SpanValues } from '../../query/captured-values.ts';
import { describeCall, describeValue } from './describe.ts';
import type { ErrorPattern } from './types.ts';

const MAX_INPUTS = 3;

/** A call that ended with an error. */
export interface FailedCall extends Pick<SpanValues, 'params' | 'thrown'> {
  readonly thread: number;
  readonly ordinal: number;
  /** Ordinal of its caller in the same thread; -1: none. */
  readonly parent: number;
  readonly function: number;
  /** ns since the recording's origin. */
  readonly endNs: number;
}

type Open = { -readonly [K in keyof ErrorPattern]: ErrorPattern[K] } & { inputs: string[] };

/** Groups errors by the function in which they began: one whose callees did not fail with it. */
export function createErrorWatch() {
  /** Failed calls that may have begun it, by thread and ordinal. */
  const failed = new Map<string, { span: FailedCall; began: boolean }>();
  return {
    /** A caller must be seen before what it called. */
    see(span: FailedCall): void {
      failed.set(`${span.thread} ${span.ordinal}`, { span, began: true });
      const caller = failed.get(`${span.thread} ${span.parent}`);
      if (caller !== undefined) caller.began = false;
    },
    finish(): ErrorPattern[] {
      const patterns = new Map<string, Open>();
      for (const { span, began } of failed.values()) {
        if (!began) continue;
        const { thrown, params, endNs: timeNs } = span;
        const { type, message, isError } = wordsFor(thrown);
        const key = `${span.function} ${type} ${generalise(message)}`;
        const known = patterns.get(key);
        const input = params === null ? null : describeCall(params);
        if (known === undefined) {
          const first = formatSpanId(span.thread, span.ordinal);
          const inputs = input === null ? [] : [input];
          const count = { count: 1, firstNs: timeNs, lastNs: timeNs, span: first, inputs };
          patterns.set(key, { function: span.function, type, message, isError, ...count });
          continue;
        }
        known.count++;
        known.firstNs = Math.min(known.firstNs, timeNs);
        known.lastNs = Math.max(known.lastNs, timeNs);
        if (input !== null && known.inputs.length < MAX_INPUTS && !known.inputs.includes(input))
          known.inputs.push(input);
      }
      return [...patterns.values()].sort((a, b) => b.count - a.count || a.function - b.function);
    },
  };
}

/** Languages allow to throw anything, and some frameworks throw their answers: a redirection, a page that was not found. */
function wordsFor(thrown: CapturedValue | null): Pick<ErrorPattern, 'type' | 'message' | 'isError'> {
  if (thrown === null) return { type: '', message: '', isError: true };
  if (thrown.kind === 'error') return { type: thrown.type, message: thrown.message, isError: true };
  return {
    type: 'type' in thrown ? thrown.type : thrown.kind,
    message: describeValue(thrown),
    isError: false,
  };
}

/** Messages that differ only in numbers, quoted texts and identifiers of eight hexadecimal digits or more are one pattern. */
export function generalise(message: string): string {
  return message
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`/g, '"…"')
    .replaceAll(/\b[0-9a-f]{8,}\b/gi, '…')
    .replaceAll(/\d+(?:\.\d+)?/g, '…');
}
