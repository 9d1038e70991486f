import { describe, expect, it } from 'vitest';
import type { Run } from '#contract';
import { defaultChoices, repeatsOf, sourceOf } from './sources.ts';

const runs = ['r3', 'r2', 'r1'].map((id) => ({ id, command: 'npm start', spans: 9 }) as Run);

describe('what is compared', () => {
  it('is the run on screen with the one before it', () => {
    expect(defaultChoices(runs, 'r2')).toEqual({
      base: { kind: 'run', run: 'r1' },
      next: { kind: 'run', run: 'r2' },
    });
  });

  it('is the newest run when none is on screen, and has no base when there is no earlier one', () => {
    expect(defaultChoices(runs, null).next).toEqual({ kind: 'run', run: 'r3' });
    expect(defaultChoices(runs, 'r1').base).toBeNull();
    expect(defaultChoices([], null)).toEqual({ base: null, next: null });
  });

  it('passes over runs that recorded nothing, and prefers the same command', () => {
    const mixed = [
      { id: 'r5', command: 'npm start', spans: 9 },
      { id: 'r4', command: 'npm start', spans: 0 },
      { id: 'r3', command: 'npm test', spans: 9 },
      { id: 'r2', command: 'npm start', spans: 9 },
    ] as Run[];
    expect(defaultChoices(mixed, 'r5').base).toEqual({ kind: 'run', run: 'r2' });
    expect(defaultChoices(mixed.slice(0, 3), 'r5').base).toEqual({ kind: 'run', run: 'r3' });
  });

  it('takes earlier runs of the same command and level as its noise', () => {
    const run = (id: string, startedAt: number, more: Partial<Run> = {}) =>
      ({
        id,
        startedAt,
        command: 'npm start',
        level: 2,
        spans: 9,
        state: 'done',
        exitCode: 0,
        ...more,
      }) as Run;
    const all = [
      run('later', 9),
      run('next', 8),
      run('base', 7),
      run('r6', 6),
      run('other', 5, { command: 'npm test' }),
      run('deep', 4, { level: 5 }),
      run('broken', 3, { exitCode: 1 }),
      run('r2', 2),
    ];
    const of = (id: string) => ({ kind: 'run', run: id }) as const;
    expect(repeatsOf(of('base'), of('next'), all)).toEqual(['r6', 'r2']);
    expect(repeatsOf({ kind: 'file', file: '/b.json' }, of('next'), all)).toEqual([]);
  });

  it('is nothing when the chosen run is gone', () => {
    expect(sourceOf({ kind: 'run', run: 'gone' }, runs)).toBeNull();
  });
});
