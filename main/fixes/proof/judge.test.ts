import { describe, expect, it } from 'vitest';
import type { Analysis, Finding, FixedFinding, ProofCheck, Run } from '#contract';
import { judgeProof, type Side } from './judge.ts';
import type { Ended } from './target-run.ts';

const mended: FixedFinding = {
  id: 'f1',
  rule: 'dead-code',
  severity: 'low',
  file: 'a.js',
  line: 1,
  message: 'dead is never used',
};

interface Seen {
  readonly ms?: number;
  readonly exit?: number;
  readonly errors?: number;
  readonly output?: string;
  readonly stopped?: boolean;
}

const ended = ({ ms = 1000, exit = 0, errors = 0, output = 'done', stopped = false }: Seen): Ended => ({
  run: { exitCode: exit, signal: null, errors } as Run,
  output,
  stopped,
  tookMs: ms,
});

interface Drawn {
  readonly tests?: Seen | null;
  readonly app?: readonly Seen[];
  readonly findings?: readonly Partial<Finding>[];
  readonly connected?: number;
  readonly contention?: number;
}

/** One side: tests and app as given, the findings by id. */
function side({ tests = {}, app = [{}, {}], findings = [], connected = 0.9, contention = 1 }: Drawn): Side {
  const analysis = {
    findings: findings.map((one) => ({
      confidence: 'high',
      severity: 'low',
      range: {},
      message: 'm',
      ...one,
    })),
    summary: { connectivityRatio: connected },
  } as unknown as Analysis;
  return { tests: tests && ended(tests), app: app.map(ended), contention, analysis };
}

function judged(before: Drawn, after: Drawn, mendsBehaviour = false) {
  const { verdict, checks } = judgeProof(
    { findings: [mended], mendsBehaviour },
    side({ findings: [{ id: 'f1' }], ...before }),
    side(after),
  );
  const of = (subject: ProofCheck['subject']) => checks.find((check) => check.subject === subject)?.outcome;
  return { verdict, of };
}

describe('a fix', () => {
  it('is proved when its finding is gone and tests and app do as they did', () => {
    expect(judged({}, {}).verdict).toBe('proved');
    expect(judged({ tests: null }, { tests: null }).verdict).toBe('proved');
    expect(judged({ app: [] }, { app: [] }).verdict).toBe('proved');
  });

  it.each([
    ['a test fails', {}, { tests: { exit: 1 } }, 'tests'],
    ['the app ends otherwise', {}, { app: [{ exit: 1 }] }, 'exit'],
    ['the app prints otherwise', {}, { app: [{ output: 'else' }] }, 'output'],
    ['more calls fail', {}, { app: [{ errors: 1 }] }, 'errors'],
    [
      'every run is slower than the slowest before',
      { app: [{ ms: 900 }, { ms: 1000 }] },
      { app: [{ ms: 1200 }, { ms: 1300 }] },
      'time',
    ],
    ['something grave is found that was not', {}, { findings: [{ id: 'f2', severity: 'high' }] }, 'findings'],
    ['less is connected', { connected: 0.9 }, { connected: 0.8 }, 'connectivity'],
    ['the app does not end any more', {}, { app: [{ stopped: true }] }, 'exit'],
  ] as const)('is worse when %s', (_why, before, after, subject) => {
    const { verdict, of } = judged(before, after);
    expect(of(subject)).toBe('failed');
    expect(verdict).toBe('worse');
  });

  it.each([
    ['the finding is still there', {}, { findings: [{ id: 'f1' }] }, 'finding'],
    ['nothing was run', { tests: null, app: [] }, { tests: null, app: [] }, 'exit'],
    ['the tests failed before', { tests: { exit: 1 }, app: [] }, { tests: { exit: 1 }, app: [] }, 'tests'],
    [
      'the app fails before and after',
      { tests: null, app: [{ exit: 1 }] },
      { tests: null, app: [{ exit: 1 }] },
      'exit',
    ],
    [
      'the app is a server',
      { tests: null, app: [{ stopped: true }] },
      { tests: null, app: [{ stopped: true }] },
      'exit',
    ],
  ] as const)('is inconclusive when %s', (_why, before, after, subject) => {
    const { verdict, of } = judged(before, after);
    expect(of(subject)).toBe('unknown');
    expect(verdict).toBe('inconclusive');
  });

  it('that mends what the app does may change what it prints, but not how it ends', () => {
    const changed = { app: [{ output: 'right at last' }] };
    expect(judged({}, changed, true).verdict).toBe('proved');
    expect(judged({ tests: null }, { tests: null, ...changed }, true).verdict).toBe('inconclusive');
    expect(judged({}, { app: [{ exit: 1 }] }, true).verdict).toBe('worse');
  });

  it('is not called slow where the machine had other work to do', () => {
    const before = { app: [{ ms: 900 }, { ms: 1000 }] };
    const after = { app: [{ ms: 1900 }, { ms: 1800 }] };
    expect(judged(before, after).of('time')).toBe('failed');
    expect(judged(before, { ...after, contention: 1.8 }).of('time')).toBe('unknown');
    expect(judged({ ...before, contention: 1.8 }, after).of('time')).toBe('unknown');
  });

  it('is not called slow for one slow run, nor for what is less than the noise', () => {
    expect(
      judged({ app: [{ ms: 1000 }, { ms: 1010 }] }, { app: [{ ms: 1900 }, { ms: 1005 }] }).of('time'),
    ).toBe('passed');
    expect(judged({ app: [{ ms: 100 }, { ms: 100 }] }, { app: [{ ms: 140 }, { ms: 149 }] }).of('time')).toBe(
      'passed',
    );
  });
});
