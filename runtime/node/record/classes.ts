import * as look from './inspect.ts';
import { SafeWeakMap } from './safe-map.ts';
import type { StringIds } from './strings.ts';

/** How a value is read; found out once for each prototype. */
export const KIND = {
  OBJECT: 0,
  ARRAY: 1,
  MAP: 2,
  SET: 3,
  ERROR: 4,
  PROMISE: 5,
  DATE: 6,
  REGEXP: 7,
  TYPED_ARRAY: 8,
  NAMESPACE: 9,
  /** Bytes that nobody has given a type. */
  BUFFER: 10,
  /** A primitive value in an object. */
  BOXED: 11,
  URL: 12,
  /** Nothing to be seen in it: weak collections, generators, iterators. */
  OPAQUE: 13,
} as const;

/** What is known of the objects of one prototype. */
export interface ClassInfo {
  /** String id of the class name. */
  readonly nameId: number;
  readonly kind: number;
  /** The keys that the last object had, by place, and what `Capture` knows of each. */
  readonly keys: string[];
  readonly known: number[];
}

const CHECKS = [
  () => true,
  look.isArray,
  look.isMap,
  look.isSet,
  look.isNativeError,
  look.isPromise,
  look.isDate,
  look.isRegExp,
  look.isTypedArray,
  look.isModuleNamespaceObject,
  look.isBuffer,
  look.isBoxedPrimitive,
  look.isUrl,
  look.isOpaque,
] as readonly ((value: object) => boolean)[];

function kindOf(value: object): number {
  for (let kind = CHECKS.length - 1; kind > 0; kind--) if (CHECKS[kind]?.(value)) return kind;
  return KIND.OBJECT;
}

const BUILT_IN: readonly object[] = [
  [],
  new Map(),
  new Set(),
  new Date(0),
  /./,
  new Promise(() => {}),
  ...[Error, TypeError, RangeError, SyntaxError, ReferenceError].map((Failure) => new Failure()),
  ...[Uint8Array, Int8Array, Uint16Array, Int16Array, Uint32Array, Int32Array].map((Typed) => new Typed()),
  ...[Float32Array, Float64Array, BigInt64Array, BigUint64Array, Uint8ClampedArray].map(
    (Typed) => new Typed(),
  ),
  Buffer.alloc(0),
  new ArrayBuffer(0),
  new SharedArrayBuffer(0),
  new DataView(new ArrayBuffer(0)),
  ...[Object(''), Object(0), Object(false), Object(0n), Object(Symbol.iterator)],
  new WeakMap(),
  new WeakSet(),
  new Map().entries(),
  new Set().values(),
];

const PLAIN = Object.prototype;

/** Class names and kinds, so that most objects cost one look-up. Keeps no prototype alive. */
export class Classes {
  /** The object that was asked for last: mostly what one function gives another, which gives it back. */
  private last: object | undefined;
  private lastPrototype: object | null = null;
  private lastInfo: ClassInfo | undefined;
  private readonly byPrototype = new SafeWeakMap<object, ClassInfo>();
  /** Of most objects; in reach without a look-up. */
  private readonly plain: ClassInfo;
  private readonly strings: StringIds;

  constructor(strings: StringIds) {
    this.strings = strings;
    this.plain = this.describe({}, PLAIN);
    // Else an odd object, such as a prototype that inherits from Error's, could settle what errors are taken for.
    for (const value of BUILT_IN) this.of(value);
  }

  /** What is known of an object if it is the last one, which cannot have become a proxy; else undefined. */
  ofLast(value: object): ClassInfo | undefined {
    return value === this.last && look.prototypeOf(value) === this.lastPrototype ? this.lastInfo : undefined;
  }

  /** Lets go of the last object. To be called before the app can notice that it is still alive. */
  forget(): void {
    this.last = undefined;
    this.lastPrototype = null;
  }

  /** Not for proxies. */
  of(value: object): ClassInfo {
    const prototype = look.prototypeOf(value);
    this.lastInfo = this.ofPrototype(value, prototype);
    this.last = value;
    this.lastPrototype = prototype;
    return this.lastInfo;
  }

  private ofPrototype(value: object, prototype: object | null): ClassInfo {
    if (prototype === PLAIN) return this.plain;
    if (prototype === null) return this.describe(value, null);
    const known = this.byPrototype.get(prototype);
    // `Object.create(Map.prototype)` is no map: to read it as one would throw.
    if (known && (known.kind === KIND.OBJECT || CHECKS[known.kind]?.(value))) return known;
    const info = this.describe(value, prototype);
    if (!known) this.byPrototype.set(prototype, info);
    return info;
  }

  private describe(value: object, prototype: object | null): ClassInfo {
    const nameId = this.strings.id(look.constructorName(prototype));
    return { nameId, kind: kindOf(value), keys: [], known: [] };
  }
}
