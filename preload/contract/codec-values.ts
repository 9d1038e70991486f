import type { Slab } from './service.ts';

/** Where in a message something stands: property names and array positions from the root; never empty. */
export type Path = readonly (string | number)[];

/** A message with everything JSON cannot say taken out; `null` stands in its place. */
export interface Lifted {
  readonly json: object;
  readonly slabs: readonly { readonly slab: Slab; readonly path: Path }[];
  /** NaN, infinities and -0, which JSON would silently change. */
  readonly numbers: readonly { readonly text: SpecialNumber; readonly path: Path }[];
}

export const specialNumbers = {
  NaN: Number.NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
  '-0': -0,
} as const;
export type SpecialNumber = keyof typeof specialNumbers;

/** The slab kinds by name, with the size of one element in bytes. */
export const slabKinds = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Uint16Array,
  Uint8Array,
} as const;
export type SlabKind = keyof typeof slabKinds;

/** Deeper messages are taken for cyclic ones. */
const maxDepth = 200;

/** The kind of a typed array, also of a subclass (Buffer) and of one made in another realm; `null` for anything else. */
export function slabKindOf(value: object): SlabKind | null {
  if (!ArrayBuffer.isView(value)) return null;
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  return Object.hasOwn(slabKinds, tag) ? (tag as SlabKind) : null;
}

/**
 * Takes slabs and special numbers out of a message. Parts without any are shared with the original, not copied.
 * Throws a TypeError on what cannot cross a transport: functions, class instances, bigints, dates, cycles, holes.
 */
export function lift(message: object): Lifted {
  const slabs: { slab: Slab; path: Path }[] = [];
  const numbers: { text: SpecialNumber; path: Path }[] = [];
  const path: (string | number)[] = [];

  function visit(value: unknown): unknown {
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    if (typeof value === 'number') return visitNumber(value);
    if (typeof value !== 'object') throw unfit(typeof value, path);
    if (path.length > maxDepth) throw unfit('a cycle, or nesting deeper than 200,', path);
    if (Array.isArray(value)) return visitArray(value);
    if (slabKindOf(value) !== null) {
      slabs.push({ slab: value as Slab, path: [...path] });
      return null;
    }
    return visitObject(value as Record<string, unknown>);
  }

  function visitNumber(value: number): number | null {
    const isNegativeZero = value === 0 && 1 / value < 0;
    if (Number.isFinite(value) && !isNegativeZero) return value;
    numbers.push({ text: isNegativeZero ? '-0' : (String(value) as SpecialNumber), path: [...path] });
    return null;
  }

  function visitArray(values: readonly unknown[]): readonly unknown[] {
    let copy: unknown[] | null = null;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (typeof value === 'string') continue;
      path.push(i);
      const lifted = visit(value);
      path.pop();
      if (lifted === value) continue;
      copy ??= [...values];
      copy[i] = lifted;
    }
    return copy ?? values;
  }

  function visitObject(object: Record<string, unknown>): Record<string, unknown> {
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
      throw unfit('a class instance', path);
    let copy: Record<string, unknown> | null = null;
    for (const key of Object.keys(object)) {
      const value = object[key];
      // An absent optional property; JSON leaves it out.
      if (typeof value === 'string' || value === undefined) continue;
      path.push(key);
      const lifted = visit(value);
      path.pop();
      if (lifted === value) continue;
      copy ??= { ...object };
      copy[key] = lifted;
    }
    return copy ?? object;
  }

  return { json: visit(message) as object, slabs, numbers };
}

function unfit(what: string, path: Path): TypeError {
  return new TypeError(`${what} cannot cross a transport (at ${path.join('.') || 'the root'})`);
}

/**
 * Puts a value back where `null` holds its place. Returns whether the path led there: only own properties are followed,
 * so that a hostile path reaches no prototype.
 */
export function putBack(message: object, path: Path, value: Slab | number): boolean {
  let holder: unknown = message;
  for (let i = 0; i < path.length; i++) {
    const key = path[i] as string | number;
    if (typeof holder !== 'object' || holder === null || slabKindOf(holder) !== null) return false;
    if (!Object.hasOwn(holder, key)) return false;
    const here = holder as Record<string | number, unknown>;
    if (i < path.length - 1) holder = here[key];
    else if (here[key] === null) {
      here[key] = value;
      return true;
    }
  }
  return false;
}
