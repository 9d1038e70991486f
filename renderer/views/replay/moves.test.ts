import { describe, expect, it } from 'vitest';
import type { Recordings, Services, StepTarget, VariableKey } from '#contract';
import { type Move, target } from './moves.ts';

const variable: VariableKey = { span: null, function: 3, index: 0, name: 'total' };

/** An engine that knows where each target lies and where the variable is written. */
function engine(
  steps: Partial<Record<StepTarget['kind'], number>>,
  write: number | null = null,
  by: string | null = null,
) {
  const recordings = {
    findStep: async ({ target }: Parameters<Recordings['findStep']>[0]) => {
      const step = steps[target.kind];
      return step === undefined ? null : { step };
    },
    findWrite: async () =>
      write === null ? null : { step: write, by, line: 0, value: { kind: 'redacted' } as const },
  };
  return { recordings } as unknown as Pick<Services, 'recordings'>;
}

const go = (move: Move, step: number, services = engine({})) =>
  target(services, 'run', { thread: 0, step }, 100, move);

describe('a move of the replay', () => {
  it('goes one step on or back, and says where the thread begins and ends', async () => {
    expect(await go({ kind: 'into' }, 99)).toBe(100);
    expect(await go({ kind: 'back' }, 1)).toBe(0);
    expect(await go({ kind: 'into' }, 100)).toEqual({ reason: 'This is the end of the thread.' });
    expect(await go({ kind: 'back' }, 0)).toEqual({ reason: 'This is the first step of the thread.' });
    expect(await go({ kind: 'last' }, 3)).toBe(100);
    expect(await go({ kind: 'first' }, 3)).toBe(0);
  });

  it('over and out of the outermost call leads to the end, backwards to the first step', async () => {
    expect(await go({ kind: 'over' }, 5, engine({ over: 9 }))).toBe(9);
    expect(await go({ kind: 'out' }, 5)).toBe(100);
    expect(await go({ kind: 'back-out' }, 5)).toBe(0);
    expect(await go({ kind: 'back-over' }, 100)).toBe(99);
  });

  it('to a line that does not run any more stays, and says so', async () => {
    const move = { kind: 'line', direction: 'next', file: 'a.js', line: 7 } as const;
    expect(await go(move, 5, engine({ line: 42 }))).toBe(42);
    expect(await go(move, 5)).toEqual({
      reason: 'Line 7 of a.js does not run after this step in this thread.',
    });
  });

  it('to a write halts where its value is seen, and backwards before it', async () => {
    const move = (direction: 'previous' | 'next') => ({ kind: 'write', direction, variable }) as const;
    expect(await go(move('next'), 5, engine({}, 8))).toBe(9);
    expect(await go(move('previous'), 9, engine({}, 8))).toBe(8);
    expect(await go(move('previous'), 8, engine({}, -1))).toBe(0);
    // The line that wrote has made calls of its own before it did.
    expect(await go(move('previous'), 9, engine({ call: 4 }, 8, '0000000000000001'))).toBe(4);
    expect(await go(move('next'), 5)).toEqual({ reason: 'total is not set after this step.' });
  });
});
