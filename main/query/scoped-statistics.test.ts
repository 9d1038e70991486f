import { describe, expect, it } from 'vitest';
import { durationOf, type ModelSpan, pathOf, selfOf } from '../store/testing/model.ts';
import { folderOf } from './folders.ts';
import { ask } from './testing/ask.ts';
import { FILES, forRecordings, NAMES, type PlacedSpan } from './testing/random-recordings.ts';

const fileOf = (name: string): string => FILES[NAMES.indexOf(name) >> 1] as string;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('statistics of a scope', () => {
  it('are those of its calls by function, by file and by folder, nested ones counted once', async () => {
    await forRecordings(({ file, spans, names, endNs }) => {
      const { files } = ask(file, 'functions', {});
      const range = { startNs: Math.floor(endNs / 4), endNs: Math.floor((endNs * 3) / 4) + 1 };
      for (const scope of [{ range }, { thread: 1 }, { range, thread: 0 }]) {
        for (const [by, keyOf] of [
          ['function', (name: string) => name],
          ['file', fileOf],
          ['folder', (name: string) => folderOf(fileOf(name))],
        ] as const) {
          const table = ask(file, 'statistics', { ...scope, by });
          const seen = Array.from(table.index, (index, row) => ({
            key: { function: names, file: files, folder: table.folders }[by][index],
            calls: table.calls[row],
            errors: table.errors[row],
            total: table.totalNs[row],
            self: table.selfNs[row],
            avg: table.avgNs[row],
            min: table.minNs[row],
            max: table.maxNs[row],
          }));
          const inside = spans.filter((s) => isIn(s, scope));
          const keys = [...new Set(inside.map((s) => keyOf(s.name)))];
          const expected = keys.map((key) => {
            const own = inside.filter((s) => keyOf(s.name) === key);
            const ended = own.filter((s) => s.span.status !== 'unfinished').map((s) => durationOf(s.span));
            const outermost = own.filter(({ span }) => {
              const above = pathOf(span).slice(0, -1);
              return !above.some((fn) => keyOf(NAMES[fn] as string) === key);
            });
            return {
              key,
              calls: own.length,
              errors: own.filter((s) => s.span.status === 'error').length,
              total: sum(outermost.map((s) => lasted(s, scope))),
              self: sum(own.map((s) => selfOf(s.span, ...bounds(s, scope)))),
              avg: ended.length > 0 ? sum(ended) / ended.length : Number.NaN,
              min: ended.length > 0 ? Math.min(...ended) : Number.NaN,
              max: ended.length > 0 ? Math.max(...ended) : Number.NaN,
            };
          });
          const ordered = (rows: readonly { key?: string | undefined }[]) =>
            [...rows].sort((a, b) => (`${a.key}` < `${b.key}` ? -1 : 1));
          expect(ordered(seen)).toEqual(ordered(expected));
        }
      }
    });
  });
});

describe('callers and callees in a scope', () => {
  it('are those of its calls, time within time of the same kind counted once', async () => {
    await forRecordings(({ file, spans, names, endNs }) => {
      const range = { startNs: Math.floor(endNs / 4), endNs: Math.floor((endNs * 3) / 4) + 1 };
      for (const scope of [{}, { range }, { thread: 1 }, { range, thread: 0 }]) {
        const inside = spans.filter((s) => isIn(s, scope));
        for (const [fn, name] of names.entries()) {
          const { callers, callees } = ask(file, 'neighbours', { function: fn, ...scope });
          const own = (span: ModelSpan) => NAMES[span.fn] === name;
          const caller = (span: ModelSpan) => (span.parent && own(span) ? span.parent.fn : undefined);
          const callee = (span: ModelSpan) => (span.parent && own(span.parent) ? span.fn : undefined);
          const named = (rows: typeof callers) =>
            rows.filter((row) => row.totalNs > 0).map((row) => [names[row.function], row.calls, row.totalNs]);
          expect(named(callers).sort()).toEqual(summed(inside, scope, caller).sort());
          expect(named(callees).sort()).toEqual(summed(inside, scope, callee).sort());
        }
      }
    }, 15);
  });
});

/** Calls and time by what `keyOf` says of a call: a function of the model. Rows without any time are left out. */
function summed(
  inside: readonly PlacedSpan[],
  scope: Scope,
  keyOf: (span: ModelSpan) => number | undefined,
): [string, number, number][] {
  const rows = new Map<number, [string, number, number]>();
  for (const placed of inside) {
    const key = keyOf(placed.span);
    if (key === undefined) continue;
    const row = rows.get(key) ?? [NAMES[key] as string, 0, 0];
    rows.set(key, row);
    row[1]++;
    let isNested = false;
    for (let above = placed.span.parent; above; above = above.parent) isNested ||= keyOf(above) === key;
    if (!isNested) row[2] += lasted(placed, scope);
  }
  return [...rows.values()].filter(([, , totalNs]) => totalNs > 0);
}

interface Scope {
  readonly range?: { readonly startNs: number; readonly endNs: number };
  readonly thread?: number;
}

function isIn({ thread, startNs, endNs }: PlacedSpan, scope: Scope): boolean {
  if (scope.thread !== undefined && scope.thread !== thread) return false;
  const { startNs: from, endNs: to } = scope.range ?? { startNs: -1, endNs: Number.POSITIVE_INFINITY };
  return startNs < to && (endNs > from || startNs >= from);
}

/** On the thread's own clock. */
function bounds({ span, startNs }: PlacedSpan, { range }: Scope): [number, number] {
  const offset = startNs - span.start;
  return [
    Math.max(span.start, (range?.startNs ?? Number.NEGATIVE_INFINITY) - offset),
    Math.min(span.end, (range?.endNs ?? Number.POSITIVE_INFINITY) - offset),
  ];
}

function lasted(span: PlacedSpan, scope: Scope): number {
  const [from, to] = bounds(span, scope);
  return to - from;
}
