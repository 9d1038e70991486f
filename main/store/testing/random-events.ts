import fc from 'fast-check';
import type { TestEvent } from './events.ts';

/** What may happen next; a choice that does not fit the state of the thread is passed over. */
const choice = fc.record({
  kind: fc.constantFrom(
    'enter',
    'enter',
    'enter',
    'exit',
    'exit',
    'throw',
    'async',
    'suspend',
    'resume',
    'rare',
  ),
  fn: fc.nat(5),
  /** Most steps are short, some are long by powers of ten. */
  step: fc.oneof(fc.nat(3), fc.nat(100), fc.nat(5000), fc.nat(1_000_000)),
  pick: fc.nat(1000),
});

/** Well-formed events of one thread: what a recorder could write, awaits and links between tasks included. */
export const threadEvents = (maxLength = 200): fc.Arbitrary<TestEvent[]> =>
  fc.array(choice, { maxLength }).map((choices) => {
    const events: TestEvent[] = [];
    /** Marks of the spans that run; -1 for a span without one. */
    const stack: number[] = [];
    const suspended: number[] = [];
    const named: number[] = [];
    let now = 0;
    let marks = 0;
    for (const { kind, fn, step, pick } of choices) {
      const at = now + step;
      if (kind === 'enter') {
        events.push({ op: 'enter', fn, at });
        stack.push(-1);
      } else if (kind === 'async') {
        events.push({ op: 'enterAsync', fn, mark: ++marks, at });
        stack.push(marks);
        named.push(marks);
      } else if (kind === 'exit' || kind === 'throw') {
        if (stack.pop() === undefined) continue;
        events.push({ op: kind, at });
      } else if (kind === 'suspend') {
        const top = stack.at(-1) ?? -1;
        if (top < 0) continue;
        events.push({ op: 'suspend', at });
        suspended.push(stack.pop() as number);
      } else if (kind === 'resume') {
        if (suspended.length === 0) continue;
        const [mark] = suspended.splice(pick % suspended.length, 1) as [number];
        events.push({ op: 'resume', mark, at });
        stack.push(mark);
      } else if (!rare(pick, fn, stack, named, events, () => ++marks)) continue;
      now = kind === 'rare' ? now : at;
    }
    return events;
  });

function rare(
  pick: number,
  fn: number,
  stack: number[],
  named: number[],
  events: TestEvent[],
  newMark: () => number,
): boolean {
  if (pick % 4 === 0 && stack.length === 0 && named.length > 0) {
    events.push({ op: 'link', mark: named[pick % named.length] as number });
  } else if (pick % 4 === 1 && stack.length > 0) {
    events.push({ op: 'counted', fn, calls: 1 + (pick % 7) });
  } else if (pick % 4 === 2 && stack.at(-1) === -1) {
    const mark = newMark();
    events.push({ op: 'mark', mark });
    named.push(mark);
  } else return false;
  return true;
}

/**
 * Many short spans, as a busy program makes them: requests of nested calls, now and then one that waits. Ends with spans open.
 * Repeatable by seed.
 */
export function busyEvents(spans: number, seed: number): TestEvent[] {
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const events: TestEvent[] = [];
  let now = 0;
  let left = spans;
  let marks = 0;
  let depth = 0;
  let waits = false;
  while (left > 0) {
    now += random(50) === 0 ? random(100_000) : random(300);
    if (depth === 0) {
      waits = random(20) === 0;
      if (waits) events.push({ op: 'enterAsync', fn: 0, mark: ++marks, at: now });
      else events.push({ op: 'enter', fn: 0, at: now });
      depth = 1;
      left--;
    } else if (depth < 12 && random(100) < 52) {
      events.push({ op: 'enter', fn: 1 + random(5), at: now });
      depth++;
      left--;
    } else if (depth === 1 && waits) {
      waits = false;
      events.push({ op: 'suspend', at: now });
      now += random(50_000);
      events.push({ op: 'resume', mark: marks, at: now });
    } else {
      events.push({ op: random(200) === 0 ? 'throw' : 'exit', at: now });
      depth--;
    }
  }
  return events;
}
