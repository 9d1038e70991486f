import { SafeWeakMap } from './record/safe-map.ts';

/** Functions of ours that stand in for built-in ones, with what they stand in for: `toString` shows the latter. */
export const disguises = new SafeWeakMap<object, (...args: never[]) => unknown>();

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts `make(original)` in the place of a built-in method, with its name, length and property attributes, so that the
 * app has no reason to notice.
 */
export function replaceMethod(
  holder: object,
  key: string | symbol,
  make: (original: Callable) => Callable,
): void {
  const original = (holder as Record<string | symbol, unknown>)[key];
  if (typeof original !== 'function') return;
  const replacement = make(original as Callable);
  Object.defineProperty(replacement, 'name', { value: original.name, configurable: true });
  Object.defineProperty(replacement, 'length', { value: original.length, configurable: true });
  disguises.set(replacement, original as Callable);
  const own = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, {
    value: replacement,
    writable: true,
    configurable: true,
    // An inherited method gets an own stand-in that enumeration does not show.
    enumerable: own?.enumerable ?? false,
  });
}
