import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from './throttle.ts';

describe('a throttle', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('passes the first value at once, then at most one per interval, and the last one always', () => {
    const passed: number[] = [];
    const { push } = throttle<number>(100, (value) => passed.push(value));
    for (let i = 0; i < 25; i++) {
      push(i);
      vi.advanceTimersByTime(10);
    }
    vi.runAllTimers();
    expect(passed).toEqual([0, 9, 19, 24]);
  });

  it('passes nothing after it was disposed', () => {
    const pass = vi.fn();
    const { push, dispose } = throttle(100, pass);
    push(1);
    push(2);
    dispose();
    vi.runAllTimers();
    expect(pass.mock.calls).toEqual([[1]]);
  });
});
