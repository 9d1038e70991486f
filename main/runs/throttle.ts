import type { Disposable } from '#contract';

/** Passes values on at most once per interval; the last one is never lost, save by disposing. */
export interface Throttle<T> extends Disposable {
  push(value: T): void;
  /** Passes on at once what waits. */
  flush(): void;
}

export function throttle<T>(intervalMs: number, pass: (value: T) => void): Throttle<T> {
  let waiting: { readonly value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    const next = waiting;
    waiting = null;
    if (next !== null) pass(next.value);
  }

  function tick(): void {
    timer = waiting === null ? null : setTimeout(tick, intervalMs);
    flush();
  }

  return {
    push(value) {
      waiting = { value };
      if (timer !== null) return;
      flush();
      timer = setTimeout(tick, intervalMs);
    },
    flush,
    dispose() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      waiting = null;
    },
  };
}
