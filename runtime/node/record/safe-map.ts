/**
 * Maps that an app which replaces methods of the built-in ones cannot reach: the methods stand on these classes too, as
 * they were before the app ran.
 */
export class SafeMap<K, V> extends Map<K, V> {}

export class SafeWeakMap<K extends object, V> extends WeakMap<K, V> {}

for (const [safe, original] of [
  [SafeMap.prototype, Map.prototype],
  [SafeWeakMap.prototype, WeakMap.prototype],
] as const) {
  for (const key of ['get', 'set', 'has', 'size', 'delete', 'values', 'entries', Symbol.iterator]) {
    const property = Object.getOwnPropertyDescriptor(original, key);
    if (property) Object.defineProperty(safe, key, property);
  }
}
