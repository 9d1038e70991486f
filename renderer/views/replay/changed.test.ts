import { describe, expect, it } from 'vitest';
import type { StepState, VariableState } from '#contract';
import { isChanged, settings } from './changed.ts';

const variable = (index: number, setAt: number, span: string | null = '0000000000000001'): VariableState => ({
  variable: { span, function: 2, index, name: `v${index}` },
  kind: 'variable',
  line: 1,
  value: { kind: 'redacted' },
  setAt,
});
const state = (variables: readonly VariableState[], module: readonly VariableState[] = []): StepState => ({
  revision: 1,
  step: 10,
  total: 20,
  frames: [{ span: '0000000000000001', function: 2, line: 3, variables }],
  hasMoreFrames: false,
  module,
});

describe('what a step changed', () => {
  it('is what the step just behind set, when nothing was shown before', () => {
    expect(isChanged(variable(0, 9), 10, null)).toBe(true);
    expect(isChanged(variable(0, 8), 10, null)).toBe(false);
    expect(isChanged(variable(0, -1), 0, null)).toBe(false);
  });

  it('is whatever was set elsewhere than before, forwards and backwards', () => {
    const before = settings(state([variable(0, 4), variable(1, 9)], [variable(0, 2, null)]));
    expect(isChanged(variable(0, 4), 15, before)).toBe(false);
    expect(isChanged(variable(0, 12), 15, before)).toBe(true);
    expect(isChanged(variable(1, 3), 6, before)).toBe(true);
    expect(isChanged(variable(0, 2, null), 6, before)).toBe(false);
  });

  it('is everything of a call that was not in sight', () => {
    expect(isChanged(variable(0, 4, '0000000000000009'), 10, settings(state([])))).toBe(true);
  });
});
