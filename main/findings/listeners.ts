import type { Disposable } from '#contract';

/** Listeners by key: each hears only of what it asked for. */
export function createListeners<T>() {
  const all = new Set<{ readonly key: string; readonly hear: (value: T) => void }>();
  return {
    on(key: string, hear: (value: T) => void): Disposable {
      const own = { key, hear };
      all.add(own);
      return { dispose: () => void all.delete(own) };
    },
    emit(key: string, value: T): void {
      for (const listener of [...all]) if (listener.key === key) listener.hear(value);
    },
  };
}
