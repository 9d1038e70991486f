import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Turns } from './turns.ts';

describe('work in turns', () => {
  const element = { dataset: {} as DOMStringMap };
  let done: string[];
  let failed: unknown[];
  let turns: Turns;
  beforeEach(() => {
    vi.useFakeTimers();
    // Whatever is done takes longer than a task may.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 10));
    done = [];
    failed = [];
    turns = new Turns(element as HTMLElement, (error) => failed.push(error));
  });
  afterEach(() => {
    turns.dispose();
    vi.restoreAllMocks();
    vi.useRealTimers();
  });
  const piece = (name: string) => () => {
    done.push(name);
  };
  const parts = (...names: readonly string[]) =>
    function* () {
      for (const name of names) {
        done.push(name);
        yield;
      }
    };

  it('does one piece or part in a task, in the order in which they were given', () => {
    turns.add(piece('a'));
    turns.add(parts('b1', 'b2'));
    turns.add(piece('c'));
    expect(done).toEqual([]);
    const after: string[][] = [];
    while (vi.getTimerCount() > 0) {
      vi.advanceTimersToNextTimer();
      after.push([...done]);
    }
    expect(after.map(({ length }) => length)).toEqual([1, 2, 3, 3, 4]);
    expect(done).toEqual(['a', 'b1', 'b2', 'c']);
  });

  it('marks its element until all is done, and again for what comes later', () => {
    turns.add(parts('a', 'b'));
    expect(element.dataset.busy).toBe('true');
    vi.runAllTimers();
    expect(element.dataset.busy).toBeUndefined();
    turns.add(piece('c'));
    expect(element.dataset.busy).toBe('true');
    vi.runAllTimers();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('tells of work that failed, and goes on after it', () => {
    turns.add(() => {
      throw new Error('no room');
    });
    turns.add(piece('b'));
    vi.runAllTimers();
    expect(failed).toEqual([new Error('no room')]);
    expect(done).toEqual(['b']);
    expect(element.dataset.busy).toBeUndefined();
  });

  it('leaves what has not been done when it is disposed', () => {
    turns.add(parts('a', 'b'));
    vi.advanceTimersToNextTimer();
    turns.dispose();
    vi.runAllTimers();
    expect(done).toEqual(['a']);
    expect(element.dataset.busy).toBeUndefined();
  });
});
