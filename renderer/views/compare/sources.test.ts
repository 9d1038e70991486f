import { describe, expect, it } from 'vitest';
import type { Run } from '#contract';
import type { ComparisonChoice } from '#renderer/state/index.ts';
import { choiceFromId, choiceId, defaultChoices, sourceOf } from './sources.ts';

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

  it('is nothing when the chosen run is gone', () => {
    expect(sourceOf({ kind: 'run', run: 'gone' }, runs)).toBeNull();
  });

  it.each<ComparisonChoice>([
    { kind: 'run', run: 'r1' },
    { kind: 'file', file: '/a b/c d.json' },
  ])('keeps its choice through a list of options: %j', (choice) => {
    expect(choiceFromId(choiceId(choice))).toEqual(choice);
  });
});
