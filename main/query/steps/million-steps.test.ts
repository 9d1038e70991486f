import { beforeAll, describe, expect, it } from 'vitest';
import type { StepTarget } from '#contract';
import { formatSpanId } from '#contract';
import { VALUE } from '#format';
import type { TestEvent } from '../../store/testing/events.ts';
import { recordingOf } from '../../store/testing/recording.ts';
import { SpoolBuilder, type TestFunction } from '../../store/testing/spool-builder.ts';
import { ask } from '../testing/ask.ts';

const FUNCTIONS: TestFunction[] = [
  { name: 'outer', variables: [{ name: 'total', line: 1, kind: 'variable' }] },
  { name: 'inner' },
];
const ROUNDS = 250_000;
/** Of each round: line 2 of `outer`, lines 11 to 13 of `inner`. */
const STEPS_A_ROUND = 4;
const STEPS = ROUNDS * STEPS_A_ROUND;
/** `outer` sets its variable in every so many rounds. */
const ROUNDS_A_WRITE = 100_000;

/** Events of one call that makes 250,000 others, a part at a time. */
function addEvents(spool: SpoolBuilder): void {
  let events: TestEvent[] = [{ op: 'enter', fn: 0, at: 0 }];
  for (let round = 0; round < ROUNDS; round++) {
    const at = round * 10;
    events.push({ op: 'line', line: 2 });
    if (round % ROUNDS_A_WRITE === 0)
      events.push({
        op: 'set',
        mark: 0,
        variable: 0,
        words: [((round / ROUNDS_A_WRITE) << 8) | VALUE.INT24],
      });
    events.push({ op: 'enter', fn: 1, at: at + 2 });
    for (const line of [11, 12, 13]) events.push({ op: 'line', line });
    events.push({ op: 'exit', at: at + 8 });
    if (events.length < 20_000 && round < ROUNDS - 1) continue;
    spool.events(events);
    events = [];
  }
  spool.events([{ op: 'exit', at: ROUNDS * 10 }]);
}

describe('a thread of a million steps', () => {
  let file: string;

  beforeAll(() => {
    const spool = new SpoolBuilder().functions(FUNCTIONS);
    addEvents(spool);
    file = recordingOf(spool.end());
  });

  /** An answer, and how many pages of steps and spans were opened for it; the whole thread has hundreds of either. */
  function counted<T>(question: (checkpoint: () => void) => T): {
    readonly answer: T;
    readonly pages: number;
  } {
    let pages = 0;
    const answer = question(() => pages++);
    return { answer, pages };
  }

  it('shows any of its steps from a few pages', () => {
    for (const step of [0, 1, 499_999, 500_000, STEPS - 1]) {
      const { answer, pages } = counted((checkpoint) =>
        ask(file, 'variablesAt', { thread: 0, step, frames: 32 }, checkpoint),
      );
      expect(answer.total).toBe(STEPS);
      expect(answer.frames.map(({ line }) => line)).toEqual(
        step % STEPS_A_ROUND === 0 ? [2] : [10 + (step % STEPS_A_ROUND), 2],
      );
      expect(pages, `pages for step ${step}`).toBeLessThan(20);
    }
  });

  it('is gone through from a few pages, in every direction and to a line', () => {
    const go = (step: number, direction: 'next' | 'previous', target: StepTarget) =>
      counted(
        (checkpoint) => ask(file, 'findStep', { thread: 0, step, direction, target }, checkpoint)?.step,
      );
    const middle = 500_001;
    for (const [direction, target, expected] of [
      ['next', { kind: 'over' }, middle + 1],
      ['previous', { kind: 'out' }, middle - 1],
      ['next', { kind: 'out' }, middle + 3],
      ['next', { kind: 'line', file: 'app.js', line: 2 }, middle + 3],
      ['previous', { kind: 'line', file: 'app.js', line: 13 }, middle - 2],
    ] as const) {
      const { answer, pages } = go(middle, direction, target);
      expect(answer, `${direction} ${target.kind}`).toBe(expected);
      expect(pages, `${direction} ${target.kind}`).toBeLessThan(20);
    }
  });

  it('leads from a write of a variable to the next one 400,000 steps further', () => {
    const write = (step: number, direction: 'next' | 'previous') =>
      ask(file, 'findWrite', {
        ...{ thread: 0, step, direction, span: formatSpanId(0, 0), function: 0, index: 0 },
      });
    const far = ROUNDS_A_WRITE * STEPS_A_ROUND;
    expect(write(1, 'next')).toMatchObject({ step: far, line: 2, value: { text: '1' } });
    expect(write(far + 1, 'next')).toMatchObject({ step: 2 * far, value: { text: '2' } });
    expect(write(STEPS, 'previous')).toMatchObject({ step: 2 * far, value: { text: '2' } });
    expect(write(2 * far + 1, 'next')).toBeNull();
  });

  it('is added up by line within the time of a question', () => {
    const began = process.cpuUsage();
    const { line, hits } = ask(file, 'lines', { file: 'app.js' });
    const cpu = process.cpuUsage(began);
    expect([...line]).toEqual([2, 11, 12, 13]);
    expect([...hits]).toEqual([ROUNDS, ROUNDS, ROUNDS, ROUNDS]);
    expect((cpu.user + cpu.system) / 1e6).toBeLessThan(10);
  });
});
