import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Baseline, FunctionFigures, Verdict } from '#contract';
import { drawnBaseline, figures } from '../../testing/drawn-baseline.ts';
import { compareBaselines, type Side } from './compare.ts';
import { joinFunctions } from './join.ts';
import { judge } from './verdict.ts';

const next = (baseline: Baseline): Baseline => ({
  ...baseline,
  run: { ...baseline.run, id: 'rnext', name: 'next' },
});

const compared = (base: Baseline, after: Baseline, pct = 10) =>
  compareBaselines({ baseline: base, run: null }, { baseline: next(after), run: 'rnext' }, pct);

describe('judge', () => {
  const cases: readonly (readonly [string, FunctionFigures | null, FunctionFigures | null, Verdict])[] = [
    ['is called in the new run only', null, figures('f', 1, 1), 'added'],
    ['was loaded and not called before', figures('f', 0, 0), figures('f', 1, 1), 'added'],
    ['is gone', figures('f', 1, 1), null, 'removed'],
    ['is not called any more', figures('f', 1, 1), figures('f', 0, 0), 'removed'],
    ['takes 20% longer each time', figures('f', 100, 1), figures('f', 100, 1.2), 'regressed'],
    ['takes exactly the allowed 10% longer', figures('f', 100, 10), figures('f', 100, 11), 'unchanged'],
    ['has one slow outlier', figures('f', 100, 1), figures('f', 100, 2, { p50Ms: 1 }), 'unchanged'],
    ['has a higher median alone', figures('f', 100, 1), figures('f', 100, 1, { p50Ms: 2 }), 'unchanged'],
    ['is only called more often', figures('f', 100, 1), figures('f', 500, 1), 'unchanged'],
    ['is slower by less than a millisecond in all', figures('f', 9, 0.1), figures('f', 9, 0.2), 'unchanged'],
    ['is slower by a millisecond in all', figures('f', 10, 0.1), figures('f', 10, 0.2), 'regressed'],
    ['is slower per call, and takes less in all', figures('f', 100, 1), figures('f', 10, 2), 'unchanged'],
    ['takes half as long', figures('f', 100, 1), figures('f', 100, 0.5), 'improved'],
    ['fails where it did not', figures('f', 100, 1), figures('f', 100, 1, { errors: 1 }), 'errors'],
    [
      'fails as often, of more calls',
      figures('f', 100, 1, { errors: 1 }),
      figures('f', 200, 1, { errors: 2 }),
      'unchanged',
    ],
    ['is slower and fails', figures('f', 100, 1), figures('f', 100, 2, { errors: 1 }), 'regressed'],
    ['never finished', figures('f', 1, 1, { avgMs: null, p50Ms: null }), figures('f', 1, 99), 'unchanged'],
  ];

  it.each(cases)('of a function that %s', (_, base, after, verdict) => {
    expect(judge(base, after, { maxRegressionPct: 10, floorMs: 1 })).toBe(verdict);
  });

  it('never finds a regression between equal figures, nor in both directions', () => {
    const row = fc
      .record({
        calls: fc.integer({ min: 1, max: 1000 }),
        avg: fc.double({ min: 0, max: 1e4, noNaN: true }),
        p50: fc.double({ min: 0, max: 1e4, noNaN: true }),
      })
      .map(({ calls, avg, p50 }) => figures('f', calls, avg, { p50Ms: p50 }));
    fc.assert(
      fc.property(row, row, fc.double({ min: 0, max: 200, noNaN: true }), (a, b, maxRegressionPct) => {
        const limits = { maxRegressionPct, floorMs: 1 };
        expect(judge(a, a, limits)).toBe('unchanged');
        const forth = judge(a, b, limits);
        const back = judge(b, a, limits);
        expect(back).toBe(forth === 'regressed' ? 'improved' : forth === 'improved' ? 'regressed' : forth);
      }),
    );
  });
});

describe('joinFunctions', () => {
  const at = (...lines: number[]) => lines.map((line) => figures('<anonymous>', 1, 1, { line }));
  const lines = (base: Baseline['functions'], after: Baseline['functions']) =>
    joinFunctions(base, after).map((row) => `${base[row.base]?.line ?? '-'}>${after[row.next]?.line ?? '-'}`);

  it('joins a function that moved', () => {
    expect(lines([figures('f', 1, 1, { line: 3 })], [figures('f', 1, 1, { line: 80 })])).toEqual(['3>80']);
  });

  it('keeps functions of one name in different files apart', () => {
    const rows = lines(
      [figures('f', 1, 1, { file: 'a.js' })],
      [figures('f', 1, 1, { file: 'b.js', line: 2 })],
    );
    expect(rows).toEqual(['1>-', '->2']);
  });

  it('joins anonymous functions in order when all moved down, though a line occurs on both sides', () => {
    expect(lines(at(10, 20, 30), at(20, 30, 40))).toEqual(['10>20', '20>30', '30>40']);
  });

  it('joins the same lines first when one was added', () => {
    expect(lines(at(10, 20), at(10, 15, 20))).toEqual(['10>10', '20>20', '->15']);
  });
});

describe('a comparison with repeated runs of the base', () => {
  const of = (avgMs: number) => drawnBaseline([figures('f', 100, avgMs)]);
  const verdictOf = (repeats: readonly number[], after: number) => {
    const base: Side = { baseline: of(1), run: null };
    const last: Side = { baseline: next(of(after)), run: 'rnext' };
    const [compared] = compareBaselines(base, last, 10, repeats.map(of)).functions;
    return [compared?.verdict, compared?.spread?.runs ?? null];
  };

  it('takes a change within their spread for noise, and one beyond it for what it is', () => {
    expect(verdictOf([], 1.3)).toEqual(['regressed', null]);
    expect(verdictOf([1.3, 0.9, 1.2], 1.3)).toEqual(['unchanged', 4]);
    expect(verdictOf([1.01, 0.99, 1.02], 1.3)).toEqual(['regressed', 4]);
    expect(verdictOf([1.01, 0.99, 1.02], 0.5)).toEqual(['improved', 4]);
  });
});

describe('compareBaselines', () => {
  it('puts regressions first, the function at fault before its callers, then errors, then the largest change', () => {
    const base = drawnBaseline([
      figures('main', 1, 100, { selfMs: 10 }),
      figures('cause', 10, 5),
      figures('fails', 10, 1),
      figures('quick', 10, 50),
      figures('same', 10, 1),
    ]);
    const after = drawnBaseline([
      figures('main', 1, 200, { selfMs: 11 }),
      figures('cause', 10, 15),
      figures('fails', 10, 1, { errors: 4 }),
      figures('quick', 10, 20),
      figures('same', 10, 1),
      figures('new', 1, 7),
      figures('idle', 0, 0),
    ]);
    const { functions, regressions, base: side, next: other } = compared(base, after);
    expect(functions.map((row) => `${row.verdict} ${row.identity.name} ${row.totalChangeMs}`)).toEqual([
      'regressed cause 100',
      'regressed main 100',
      'errors fails 0',
      'improved quick -300',
      'added new 7',
      'unchanged same 0',
    ]);
    expect(regressions).toBe(2);
    expect(functions[0]?.avgChangePct).toBe(200);
    expect(functions[4]).toMatchObject({ base: null, avgChangePct: null });
    expect(side).toMatchObject({ run: null, name: 'base', calls: 41, errors: 0 });
    expect(other).toMatchObject({ run: 'rnext', name: 'next', calls: 42, errors: 4 });
  });

  it('finds call edges and modules of one side only, also of functions that moved', () => {
    const rows = (shift: number) =>
      ['main', 'a', 'b'].map((name, i) => figures(name, 1, 1, { line: 10 * i + 1 + shift }));
    const edge = (from: number, to: number, calls: number) => ({ from, to, calls, totalMs: 1 });
    const modules = (...files: string[]) => ({
      ...{ nodes: files.map((file) => ({ file, calls: 1, selfMs: 1 })), edges: [], cycles: [] },
      connectivityRatio: 0.5,
    });
    const comparison = compared(
      drawnBaseline(rows(0), {
        callGraph: [edge(-1, 0, 1), edge(0, 1, 5)],
        modules: modules('a.js', 'b.js'),
      }),
      drawnBaseline(rows(3), {
        callGraph: [edge(-1, 0, 1), edge(-1, 1, 7), edge(0, 2, 2)],
        modules: modules('c.js', 'a.js'),
      }),
    );
    expect(comparison.addedEdges).toEqual([
      { from: null, to: { file: 'a.js', name: 'a', line: 14 }, calls: 7 },
      { from: { file: 'a.js', name: 'main', line: 4 }, to: { file: 'a.js', name: 'b', line: 24 }, calls: 2 },
    ]);
    expect(comparison.removedEdges.map((e) => `${e.from?.name}>${e.to.name}`)).toEqual(['main>a']);
    expect(comparison.addedModules).toEqual(['c.js']);
    expect(comparison.removedModules).toEqual(['b.js']);
    expect(comparison.base.connectivityRatio).toBe(0.5);
  });

  it('judges no change that one wrong time could make up', () => {
    const limited = (maxClockErrorMs: number) => {
      const { loss } = drawnBaseline([]);
      return drawnBaseline([figures('f', 10, 1)], { loss: { ...loss, maxClockErrorMs } });
    };
    const after = drawnBaseline([figures('f', 10, 2)]);
    expect(compared(limited(5), after).functions[0]?.verdict).toBe('regressed');
    expect(compared(limited(5.001), after).functions[0]?.verdict).toBe('unchanged');
  });

  it('has nothing to warn of between two clean runs', () => {
    const baseline = drawnBaseline([figures('f', 1, 1)]);
    expect(compared(baseline, baseline).warnings).toEqual([]);
  });

  it('warns of what limits it', () => {
    const base = drawnBaseline([figures('f', 1, 0.1), figures('g', 1, 5)]);
    const limited: Baseline = {
      ...base,
      run: { ...base.run, level: 1, command: 'node b.js', runtimes: ['node 22.1.0'], exitCode: 3 },
      loss: {
        ...base.loss,
        ...{
          dropped: 1200,
          damagedFrames: 1,
          throttledFunctions: 2,
          sampled: 5,
          skippedFiles: 1,
          unfinished: 4,
          maxClockErrorMs: 0.130417,
        },
      },
    };
    const said = compared(base, limited).warnings.join('\n');
    for (const words of [
      'different levels (2 and 1)',
      'commands differ: node server.js and node b.js',
      'runtimes differ: node 24.0.0 and node 22.1.0',
      'new run failed with exit code 3',
      'lost 1,200 spans',
      'lost 1 damaged block',
      'throttled 2 functions',
      'left out 5 spans',
      'could not trace 1 file.',
      '4 calls without an end',
      'off by up to 0.13 ms, and 1 function of 2 is faster',
    ]) {
      expect(said).toContain(words);
    }
    expect(said).not.toContain('The base run');
    expect(
      compareBaselines({ baseline: base, run: null }, { baseline: base, run: 'rbase' }, 10).warnings,
    ).toEqual(['Both sides are the same run.']);
  });
});

describe('memory', () => {
  const held = (memory: 'allocated' | 'retained', bytes: number) => {
    const plain = drawnBaseline([figures('f', 1, 1, { memorySelfBytes: bytes, memoryTotalBytes: bytes })]);
    return { ...plain, run: { ...plain.run, memory } };
  };

  it('is compared where both runs measured the same, and is no regression', () => {
    const answer = compared(held('retained', 100), held('retained', 9e9));
    expect(answer.memory).toBe('retained');
    expect(answer.functions[0]).toMatchObject({
      verdict: 'unchanged',
      ...{ base: { memorySelfBytes: 100 }, next: { memorySelfBytes: 9e9 } },
    });
    expect(answer.warnings).toEqual([]);
  });

  it('is not where they differ, which is said, or where one has none', () => {
    const differing = compared(held('retained', 100), held('allocated', 200));
    expect(differing.memory).toBeNull();
    expect(differing.warnings.join()).toMatch(/retained and allocated.*TRACING_CAPTURE_MEMORY/);
    const half = compared(held('retained', 100), drawnBaseline([figures('f', 1, 1)]));
    expect([half.memory, half.warnings]).toEqual([null, []]);
  });
});
