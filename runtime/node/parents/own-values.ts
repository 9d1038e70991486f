import { types } from 'node:util';
import { MessagePort } from 'node:worker_threads';

const { getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;

/** Objects that are looked through, and how deep. */
const MOST_OBJECTS = 200;
const DEEPEST = 4;

/** An own property of what may be anything, without running code of the app; undefined for what is computed. */
export function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || types.isProxy(holder)) return undefined;
  return getOwnPropertyDescriptor(holder, key)?.value;
}

/** The ports in a value that is cloned for another thread, in an order that its clone has too. */
export function portsWithin(value: unknown): object[] {
  const found: object[] = [];
  const seen = new Set<unknown>();
  let level: unknown[] = [value];
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const one of level) {
      if (typeof one !== 'object' || one === null || types.isProxy(one) || seen.has(one)) continue;
      if (seen.size >= MOST_OBJECTS) return found;
      seen.add(one);
      if (one instanceof MessagePort) found.push(one);
      else for (const key of ownKeys(one)) if (typeof key === 'string') next.push(ownValue(one, key));
    }
    level = next;
  }
  return found;
}
