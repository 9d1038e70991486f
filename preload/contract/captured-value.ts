/**
 * A value as it was captured: bounded, without running the target's code, secrets already removed. A tree that a screen can
 * show and an export can write as JSON.
 */
export type CapturedValue =
  | {
      readonly kind: 'primitive';
      readonly type: 'undefined' | 'null' | 'boolean' | 'number' | 'bigint' | 'string' | 'symbol';
      /** As the language would write it, strings without quotes; numbers keep -0, NaN, Infinity. */
      readonly text: string;
      /** Original length in UTF-16 units when the string was cut. */
      readonly cutFrom?: number;
    }
  | { readonly kind: 'function'; readonly name: string; readonly isClass: boolean }
  | {
      readonly kind: 'object';
      /** Class name. */
      readonly type: string;
      /** Own keys in all; those shown are in `entries`. */
      readonly size: number;
      readonly entries: readonly { readonly key: string; readonly value: CapturedValue }[];
    }
  | {
      readonly kind: 'list';
      /** `Array`, `Set`, `Uint8Array`, `tuple` ... */
      readonly type: string;
      readonly size: number;
      readonly items: readonly CapturedValue[];
    }
  | {
      readonly kind: 'map';
      readonly type: string;
      readonly size: number;
      readonly entries: readonly { readonly key: CapturedValue; readonly value: CapturedValue }[];
    }
  | { readonly kind: 'date' /** NaN: an invalid date. */; readonly unixMs: number }
  | { readonly kind: 'regexp'; readonly text: string }
  | {
      readonly kind: 'error';
      readonly type: string;
      readonly message: string;
      readonly stack: string;
      readonly cause: CapturedValue | null;
      /** Its own fields, where it has any: how many, and those that are shown. */
      readonly fields?: {
        readonly size: number;
        readonly entries: readonly { readonly key: string; readonly value: CapturedValue }[];
      };
    }
  /** Seen but not entered: a promise, a proxy, a weak reference, an accessor that was not called, a hole. */
  | { readonly kind: 'opaque'; readonly type: string }
  /** The same object as the one so many levels up. */
  | { readonly kind: 'cycle'; readonly levels: number }
  /** Left out by a capture limit. */
  | { readonly kind: 'cut'; readonly type: string }
  | { readonly kind: 'redacted' };
