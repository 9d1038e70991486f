import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallScope, type CallTreeTransform, type Durations, formatSpanId } from '#contract';
import { durationOf, pathOf, rootOf } from '../store/testing/model.ts';
import { threadEvents } from '../store/testing/random-events.ts';
import { ask } from './testing/ask.ts';
import {
  FILES,
  type ModelledRecording,
  modelled,
  NAMES,
  type PlacedSpan,
} from './testing/random-recordings.ts';
import { randomTransform } from './testing/random-transforms.ts';
import { modelOf } from './testing/stacks.ts';

const fn = fc.nat(NAMES.length - 1);
const transform: fc.Arbitrary<CallTreeTransform> = fc.oneof(
  randomTransform,
  fc.array(fn, { minLength: 1, maxLength: 2 }).map((path) => ({ kind: 'merge-node', path }) as const),
);

/** Where the calls of a span count after the transforms, as functions of the model; `null`: nowhere. */
function rowOf({ span }: PlacedSpan, transforms: readonly CallTreeTransform[]): readonly number[] | null {
  let stack: ReturnType<typeof modelOf> = { path: pathOf(span), self: 0, calls: 1 };
  for (const each of transforms) stack = stack && modelOf(stack, each);
  return stack && stack.calls > 0 ? stack.path : null;
}

function isIn({ thread, span, startNs, endNs }: PlacedSpan, scope: CallScope, root: unknown): boolean {
  if (scope.thread !== undefined && scope.thread !== thread) return false;
  if (scope.trace !== undefined && rootOf(span) !== root) return false;
  const { startNs: from, endNs: to } = scope.range ?? { startNs: -1, endNs: Number.POSITIVE_INFINITY };
  return startNs < to && (endNs > from || startNs >= from);
}

const startsWith = (path: readonly number[], head: readonly number[]): boolean =>
  head.every((code, i) => path[i] === code);

/** What an answer says, its buckets as how many durations of the model are in each. */
function expectDurations(answer: Durations, durations: readonly number[]): void {
  const sorted = [...durations].sort((a, b) => a - b);
  const { calls, minNs, maxNs, avgNs, p50Ns, length, fromNs, toNs, count } = answer;
  expect(calls).toBe(sorted.length);
  expect(minNs).toBe(sorted[0] ?? Number.NaN);
  expect(maxNs).toBe(sorted.at(-1) ?? Number.NaN);
  expect(avgNs).toBe(sorted.reduce((sum, d) => sum + d, 0) / sorted.length);
  const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  if (sorted.length > 0) expect(Math.abs(p50Ns - median)).toBeLessThanOrEqual(median / 100);
  for (let bucket = 0; bucket < length; bucket++) {
    const [from, to] = [fromNs[bucket] as number, toNs[bucket] as number];
    expect(count[bucket]).toBe(sorted.filter((d) => d >= from && d < to).length);
    expect(from >= (toNs[bucket - 1] ?? 0)).toBe(true);
    expect(to - from <= Math.max(1, from / 64)).toBe(true);
  }
  expect(count.reduce((sum, each) => sum + each, 0)).toBe(sorted.length);
}

/** Asks for every row of the tree that a recording has after the transforms. */
function checkRows(
  { file, spans, names, endNs }: ModelledRecording,
  transforms: readonly CallTreeTransform[],
  inverted: boolean,
): void {
  const files = ask(file, 'functions', {}).files;
  const ownCode = (code: number): number =>
    code >= 0 ? names.indexOf(NAMES[code] as string) : -2 - files.indexOf(FILES[-2 - code] as string);
  const own = transforms.map((each): CallTreeTransform => {
    if ('function' in each) return { ...each, function: ownCode(each.function) };
    if ('file' in each) return { ...each, file: files.indexOf(FILES[each.file] as string) };
    return 'path' in each ? { ...each, path: each.path.map(ownCode) } : each;
  });
  const asked = { transforms: inverted ? [...own, { kind: 'invert' } as const] : own };
  const placed = spans.flatMap((span) => {
    const row = rowOf(span, transforms);
    return row === null || row.length === 0 ? [] : [{ span, row: inverted ? row.toReversed() : row }];
  });
  const rows = new Map(
    placed.flatMap(({ row }) =>
      (inverted ? row.map((_, depth) => row.slice(0, depth + 1)) : [row]).map((path) => [path.join(), path]),
    ),
  );
  const some = spans[Math.floor(spans.length / 2)];
  const scopes: CallScope[] = [
    {},
    { thread: 1 },
    { range: { startNs: Math.floor(endNs / 4), endNs: Math.floor((endNs * 3) / 4) + 1 } },
    ...(some ? [{ trace: formatSpanId(some.thread, some.span.ordinal) }] : []),
  ];
  for (const [i, path] of [...rows.values()].entries()) {
    // Each row in one scope; all scopes meet all kinds of rows.
    const scope = scopes[i % scopes.length] as CallScope;
    const root = some && rootOf(some.span);
    const durations = placed
      .filter(({ row }) => (inverted ? startsWith(row, path) : row.join() === path.join()))
      .filter(({ span }) => isIn(span, scope, root) && span.span.status !== 'unfinished')
      .map(({ span }) => durationOf(span.span));
    expectDurations(ask(file, 'durations', { ...asked, ...scope, path: path.map(ownCode) }), durations);
  }
}

describe('how long the calls of a row took', () => {
  it('is what a plain model says, in any scope, after any transforms, upright and bottom-up', () => {
    fc.assert(
      fc.property(
        fc.tuple(threadEvents(80), threadEvents(80)),
        fc.array(transform, { maxLength: 2 }),
        fc.boolean(),
        (threads, transforms, inverted) => {
          const recording = modelled(threads);
          // A path that is not there cannot be merged.
          const ends = recording.spans.map(({ span }) => pathOf(span));
          const possible = transforms.filter(
            (each, i) =>
              !('path' in each) || (i === 0 && ends.some((path) => path.join() === each.path.join())),
          );
          checkRows(recording, possible, inverted);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('cannot be said of a row that is not there, nor of the whole', () => {
    const { file } = modelled([
      [
        { op: 'enter', fn: 0, at: 0 },
        { op: 'exit', at: 5 },
      ],
      [],
    ]);
    expect(ask(file, 'durations', { path: [0] })).toMatchObject({ calls: 1, minNs: 5, maxNs: 5 });
    expect(() => ask(file, 'durations', { path: [0, 0] })).toThrow(/no row at this path/);
    const inverted = [{ kind: 'invert' } as const];
    expect(() => ask(file, 'durations', { path: [0, 0], transforms: inverted })).toThrow(
      /no row at this path/,
    );
    const dropped = [{ kind: 'drop-function', function: 0 } as const];
    expect(() => ask(file, 'durations', { path: [0], transforms: dropped })).toThrow(/no row at this path/);
  });

  it('has no figures of calls that have not ended', () => {
    const { file } = modelled([[{ op: 'enter', fn: 0, at: 0 }], []]);
    const answer = ask(file, 'durations', { path: [0] });
    expectDurations(answer, []);
    expect(answer.p99Ns).toBeNaN();
  });
});
