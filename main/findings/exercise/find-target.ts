import type { Found } from './call.ts';
import type { Target } from './protocol.ts';

type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => unknown;

/** What a target names in a loaded module, ready to be called; or why it cannot be. */
export function findTarget(namespace: Record<string, unknown>, { exported, member }: Target): Found | string {
  const whole = namespace.default;
  const name = exported === '=' ? 'default' : exported;
  const ofWhole = isObject(whole) ? whole[name] : undefined;
  const value = namespace[name] ?? ofWhole;
  if (typeof value !== 'function') return 'the module exports no function of that name';
  if (member === null) {
    if (/^class\b/.test(Function.prototype.toString.call(value))) return 'it is a class';
    // What it is a member of is its `this`.
    const holder = value === ofWhole ? whole : namespace;
    return { made: null, call: (args) => (value as Callable).apply(holder, args) };
  }
  const made = value as unknown as Constructor;
  if (member.kind === 'constructor') return { made: null, call: (args) => new made(...args) };
  if (member.kind === 'static') {
    const own = (value as unknown as Record<string, unknown>)[member.name];
    if (typeof own !== 'function') return 'the class has no function of that name';
    return { made: null, call: (args) => (own as Callable).apply(value, args) };
  }
  const { name: method } = member;
  return {
    made,
    call(args, on) {
      const own = (on as Record<string, unknown>)[method];
      // Somebody took it away from the instance: that is no call of this function.
      if (typeof own !== 'function') return undefined;
      return (own as Callable).apply(on, args);
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}
