import { types } from 'node:util';

/**
 * Looks at values without running any code of the app: no getter, no trap, no method that it may have replaced.
 * Everything used is captured here, before the app runs.
 */

const { getOwnPropertyDescriptor, getPrototypeOf } = Object;
export const { hasOwn } = Object;
export const prototypeOf = getPrototypeOf as (target: object) => object | null;
const { apply, ownKeys } = Reflect;

function getter<T>(prototype: object, name: string): (target: object) => T {
  const get = getOwnPropertyDescriptor(prototype, name)?.get as () => T;
  return (target) => apply(get, target, []) as T;
}

export const { isProxy, isNativeError, isPromise, isMap, isSet, isDate, isRegExp, isTypedArray } = types;
const { isArrayBuffer } = types;
export const { isModuleNamespaceObject, isBoxedPrimitive } = types;
const { isSharedArrayBuffer, isDataView, isWeakMap, isWeakSet, isGeneratorObject } = types;
const { isMapIterator, isSetIterator, isExternal } = types;
const { isNumberObject, isStringObject, isBooleanObject, isSymbolObject } = types;
export const { isArray } = Array;
export const { keys } = Object;

export const mapSize = getter<number>(Map.prototype, 'size');
export const setSize = getter<number>(Set.prototype, 'size');
export const typedLength = getter<number>(getPrototypeOf(Uint8Array.prototype) as object, 'length');

export const isBuffer = (value: object): boolean =>
  isArrayBuffer(value) || isSharedArrayBuffer(value) || isDataView(value);
/** Bytes in any form. */
export const isBytes = (value: object): boolean => isTypedArray(value) || isBuffer(value);

const arrayBufferLength = getter<number>(ArrayBuffer.prototype, 'byteLength');
const sharedLength = getter<number>(SharedArrayBuffer.prototype, 'byteLength');
const viewLength = getter<number>(DataView.prototype, 'byteLength');

/** Of an `isBuffer`; 0 where its memory was taken away. */
export function bufferLength(value: object): number {
  try {
    if (isArrayBuffer(value)) return arrayBufferLength(value);
    return isSharedArrayBuffer(value) ? sharedLength(value) : viewLength(value);
  } catch {
    // A view of memory that is gone.
    return 0;
  }
}

const numberOf = Number.prototype.valueOf;
const stringOf = String.prototype.valueOf;
const booleanOf = Boolean.prototype.valueOf;
const symbolOf = Symbol.prototype.valueOf;
const bigintOf = BigInt.prototype.valueOf;

/** The primitive in an `isBoxedPrimitive`. */
export function unboxed(value: object): unknown {
  if (isNumberObject(value)) return apply(numberOf, value, []);
  if (isStringObject(value)) return apply(stringOf, value, []);
  if (isBooleanObject(value)) return apply(booleanOf, value, []);
  return isSymbolObject(value) ? apply(symbolOf, value, []) : apply(bigintOf, value, []);
}

const urlPrototype = URL.prototype;
const href = getter<string>(urlPrototype, 'href');

/** Of a real URL; undefined for what only inherits from one. */
export function urlText(value: object): string | undefined {
  try {
    return href(value);
  } catch {
    return undefined;
  }
}

export const isUrl = (value: object): boolean =>
  getPrototypeOf(value) === urlPrototype && urlText(value) !== undefined;

export const isOpaque = (value: object): boolean =>
  isWeakMap(value) ||
  isWeakSet(value) ||
  isGeneratorObject(value) ||
  isMapIterator(value) ||
  isSetIterator(value) ||
  isExternal(value);

/** What an `isOpaque` is called. */
export function tagText(value: object): string {
  const tag = dataProperty(value, Symbol.toStringTag);
  return typeof tag === 'string' && tag !== '' ? tag : 'Object';
}

const objectPrototype = Object.prototype;
/** A list, a collection or an object of no class: data, rather than something that does things. */
export function isPlain(value: object): boolean {
  if (isArray(value) || isMap(value) || isSet(value) || isBoxedPrimitive(value)) return true;
  const prototype = getPrototypeOf(value) as object | null;
  return prototype === null || prototype === objectPrototype;
}

const { getTime } = Date.prototype;
export const dateMs = (date: Date): number => apply(getTime, date, []);

const regexpSource = getter<string>(RegExp.prototype, 'source');
const FLAGS = [
  ['d', getter<boolean>(RegExp.prototype, 'hasIndices')],
  ['g', getter<boolean>(RegExp.prototype, 'global')],
  ['i', getter<boolean>(RegExp.prototype, 'ignoreCase')],
  ['m', getter<boolean>(RegExp.prototype, 'multiline')],
  ['s', getter<boolean>(RegExp.prototype, 'dotAll')],
  ['u', getter<boolean>(RegExp.prototype, 'unicode')],
  ['y', getter<boolean>(RegExp.prototype, 'sticky')],
] as const;

export function regexpText(value: RegExp): string {
  let flags = '';
  for (const [letter, isSet] of FLAGS) if (isSet(value)) flags += letter;
  return `/${regexpSource(value)}/${flags}`;
}

const symbolDescription = getOwnPropertyDescriptor(Symbol.prototype, 'description')?.get as () => string;
export const symbolText = (symbol: symbol): string => apply(symbolDescription, symbol, []) ?? '';

const mapEntries = Map.prototype.entries;
const mapNext = getPrototypeOf(new Map().entries()).next as () => IteratorResult<[unknown, unknown]>;
const setValues = Set.prototype.values;
const setNext = getPrototypeOf(new Set().values()).next as () => IteratorResult<unknown>;

export function firstEntries(map: Map<unknown, unknown>, count: number): [unknown, unknown][] {
  const iterator = apply(mapEntries, map, []);
  return Array.from({ length: count }, () => apply(mapNext, iterator, []).value as [unknown, unknown]);
}

export function firstItems(set: Set<unknown>, count: number): unknown[] {
  const iterator = apply(setValues, set, []);
  return Array.from({ length: count }, () => apply(setNext, iterator, []).value);
}

/** Own property as it stands; undefined when there is none. */
export function ownProperty(target: object, key: PropertyKey): PropertyDescriptor | undefined {
  return getOwnPropertyDescriptor(target, key);
}

/** What `ownValue` gives where reading would run a getter. */
export const ACCESSOR = Symbol('accessor');

const { call } = Function.prototype;
const lookupGetter = call.bind(
  (Object.prototype as unknown as { __lookupGetter__: () => unknown }).__lookupGetter__,
) as (target: object, key: PropertyKey) => unknown;

/**
 * An own property's value, or ACCESSOR. The key must be an own one: `__lookupGetter__` finds it before it asks any
 * prototype, and unlike a descriptor it takes no memory. A setter without a getter reads as undefined.
 */
export function ownValue(target: object, key: PropertyKey): unknown {
  return lookupGetter(target, key) === undefined ? (target as Record<PropertyKey, unknown>)[key] : ACCESSOR;
}

/** A data property on the object or its prototypes (as far as these are no proxies); undefined if it is an accessor. */
export function dataProperty(target: object, key: PropertyKey): unknown {
  let holder: object | null = target;
  for (let steps = 0; holder !== null && steps < 8; steps++) {
    if (isProxy(holder)) return undefined;
    const property = getOwnPropertyDescriptor(holder, key);
    if (property) return property.value;
    holder = getPrototypeOf(holder) as object | null;
  }
  return undefined;
}

/** An error's own fields, besides what every error has. The errors of an AggregateError are no enumerable one. */
export function errorKeys(error: Error): string[] {
  const all = keys(error);
  const names: string[] = [];
  for (let i = 0; i < all.length; i++) {
    const key = all[i] as string;
    if (key !== 'message' && key !== 'stack' && key !== 'cause') names[names.length] = key;
  }
  if (hasOwn(error, 'errors') && !includes(names, 'errors')) names[names.length] = 'errors';
  return names;
}

function includes(names: readonly string[], name: string): boolean {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return true;
  return false;
}

export function ownText(target: object, key: string): string {
  const value = hasOwn(target, key) ? ownValue(target, key) : undefined;
  return typeof value === 'string' ? value : '';
}

/** `class` is what a function's own non-writable `prototype` tells, without looking at its text. */
export function isClass(value: object): boolean {
  if (!hasOwn(value, 'prototype')) return false;
  const prototype = getOwnPropertyDescriptor(value, 'prototype');
  return prototype?.writable === false && ownKeys(value)[0] !== 'arguments';
}

/** Name of the constructor as the prototype states it; `[null]` without a prototype. Not for proxies. */
export function constructorName(prototype: object | null): string {
  if (prototype === null) return '[null]';
  if (isProxy(prototype)) return 'Object';
  const maker = dataProperty(prototype, 'constructor');
  const name = typeof maker === 'function' && !isProxy(maker) ? ownText(maker, 'name') : '';
  return name || 'Object';
}
