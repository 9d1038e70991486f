import { types } from 'node:util';
import { MessagePort } from 'node:worker_threads';

const { getOwnPropertyDescriptor } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const { isView } = ArrayBuffer;

/** Values that are looked at, and how deep. */
const MOST_VALUES = 1000;
const DEEPEST = 4;

/** An own property of what may be anything, without running code of the app; undefined for what is computed. */
export function ownValue(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || types.isProxy(holder)) return undefined;
  return getOwnPropertyDescriptor(holder, key)?.value;
}

/** The ports in a value that is cloned for another thread, in an order that its clone has too. */
export function portsWithin(value: unknown): object[] {
  const found: object[] = [];
  /** Breadth first: everything from `next` on has still to be looked at. */
  const all: unknown[] = [value];
  const depths = [0];
  for (let next = 0; next < all.length; next++) {
    const one = all[next];
    const depth = depths[next] as number;
    if (typeof one !== 'object' || one === null || types.isProxy(one)) continue;
    if (one instanceof MessagePort) found[found.length] = one;
    if (one instanceof MessagePort || depth === DEEPEST || isView(one)) continue;
    const keys = isArray(one) && one.length > MOST_VALUES ? [] : ownKeys(one);
    for (let i = 0; i < keys.length && all.length < MOST_VALUES; i++) {
      if (typeof keys[i] !== 'string') continue;
      all[all.length] = ownValue(one, keys[i] as string);
      depths[depths.length] = depth + 1;
    }
  }
  return found;
}
