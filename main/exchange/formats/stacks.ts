/** Pairs of numbers: the frame (`~frame` when it closes), and the time in ns. Opens and closes nest; times never decrease. */
export type StackEvents = readonly number[];

export interface Stacks {
  /** Spans of one thread in the order of their starts. @param endNs not before the start */
  add(span: { ordinal: number; parent: number; function: number; startNs: number }, endNs: number): void;
  /** Closes what is open. One list for each stack; the first is there even when it is empty. */
  finish(): readonly StackEvents[];
}

interface Open {
  readonly ordinal: number;
  readonly frame: number;
  readonly endNs: number;
}

/**
 * Lays spans out on stacks. A span goes on top of its parent when it lies within the parent and nothing else is on top at that
 * time; so synchronous calls are exactly the stack they were. Any other span (a request beside another one, the second
 * of two awaited together, a call that outlives its caller) starts at the bottom of the first stack that is empty then: it
 * keeps its own time and what it calls, and is never shown below a function that did not call it.
 */
export function createStacks(): Stacks {
  const stacks: Open[][] = [[]];
  const events: number[][] = [[]];
  /** Stack of each ordinal. */
  const stackOf: number[] = [];

  function close(stack: number): void {
    const ended = stacks[stack]?.pop();
    if (ended !== undefined) events[stack]?.push(~ended.frame, ended.endNs);
  }

  /** Closes what has ended by a time, down to the span that may be the parent (it may end at this very time). */
  function closeUntil(stack: number, timeNs: number, parent: number): Open | undefined {
    const open = stacks[stack] ?? [];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (top.ordinal === parent || top.endNs > timeNs) return top;
      close(stack);
    }
    return undefined;
  }

  function emptyStack(timeNs: number): number {
    const free = stacks.findIndex((_, stack) => closeUntil(stack, timeNs, -1) === undefined);
    if (free !== -1) return free;
    events.push([]);
    return stacks.push([]) - 1;
  }

  return {
    add({ ordinal, parent, function: frame, startNs }, endNs) {
      const above = parent === -1 ? undefined : stackOf[parent];
      const top = above === undefined ? undefined : closeUntil(above, startNs, parent);
      const nests = top?.ordinal === parent && endNs <= top.endNs;
      const stack = nests && above !== undefined ? above : emptyStack(startNs);
      stackOf[ordinal] = stack;
      stacks[stack]?.push({ ordinal, frame, endNs });
      events[stack]?.push(frame, startNs);
    },
    finish() {
      for (const [stack, open] of stacks.entries()) while (open.length > 0) close(stack);
      return events;
    },
  };
}
