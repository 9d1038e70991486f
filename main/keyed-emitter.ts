import type { Disposable } from '#contract';

/** Events that concern one thing each: listeners hear only of the key they asked for. */
export interface KeyedEmitter<T> {
  on(key: string, listener: (value: T) => void): Disposable;
  emit(key: string, value: T): void;
  hasListeners(key: string): boolean;
}

export function createKeyedEmitter<T>(): KeyedEmitter<T> {
  const listeners = new Map<string, Set<(value: T) => void>>();
  return {
    on(key, listener) {
      const ofKey = listeners.get(key) ?? new Set();
      listeners.set(key, ofKey);
      // Wrapped, so that a listener that was given twice is two.
      const own = (value: T): void => listener(value);
      ofKey.add(own);
      return {
        dispose() {
          ofKey.delete(own);
          if (ofKey.size === 0 && listeners.get(key) === ofKey) listeners.delete(key);
        },
      };
    },
    hasListeners: (key) => listeners.has(key),
    emit(key, value) {
      for (const listener of [...(listeners.get(key) ?? [])]) listener(value);
    },
  };
}
