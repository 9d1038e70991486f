import fc, { type Arbitrary } from 'fast-check';
import { arbitraryOf } from './arbitrary.ts';
import type { Member, Receiver, RecordedCall } from './protocol.ts';
import { revive } from './revive.ts';
import { showFields, showInput } from './show-input.ts';

/** One way to make the object that a method is called on. Each call gets one of its own. */
export interface Instance {
  /** What the constructor is given, as a person reads it; `null`: it is not called, or there is no instance. */
  readonly instance: string | null;
  /** Recorded fields that it is made of instead, as a person reads them; `null`: it is not. */
  readonly receiver: string | null;
  make(): unknown;
}

type Constructor = new (...args: unknown[]) => unknown;

/** What is called needs none. */
export const noInstance: Instance = { instance: null, receiver: null, make: () => undefined };

export const built = (made: Constructor, args: readonly unknown[]): Instance => ({
  instance: showInput(args),
  receiver: null,
  make: () => new made(...args),
});

/** Private names live only in code that reads or writes them. */
const usesPrivateNames = /\.\s*#[\p{L}_$]|#[\p{L}_$][\p{L}\p{N}_$]*\s+in\b/u;

/** A recorded `this` made again without its constructor; a reason where a recording cannot hold all of it. */
export function rebuilt(made: Constructor, on: Receiver): Instance | string {
  if (on.is === 'lost') return on.reason;
  if (made.name !== on.type) return `it was one of another class, ${on.type}`;
  for (let one: unknown = made; typeof one === 'function'; one = Object.getPrototypeOf(one)) {
    if (one === Function.prototype) break;
    const text = Function.prototype.toString.call(one);
    if (/\{\s*\[native code\]\s*\}$/.test(text))
      return `more than fields belongs to what extends ${one.name}`;
    if (usesPrivateNames.test(text)) return 'its class has private names, of which no recording knows';
  }
  const prototype = made.prototype as object;
  return {
    instance: null,
    receiver: showFields(on.entries),
    make() {
      const object = Object.create(prototype) as object;
      for (const [key, recipe] of on.entries)
        Object.defineProperty(object, key, {
          value: revive(recipe),
          writable: true,
          enumerable: true,
          configurable: true,
        });
      return object;
    },
  };
}

/** The ways to make instances for generated calls: recorded ones first; `null` where there is none. */
export function instancesFor(
  made: Constructor,
  { params, recorded }: Extract<Member, { kind: 'method' }>,
  calls: readonly RecordedCall[],
): Arbitrary<Instance> | null {
  const receivers = calls.flatMap(({ on }) => (on === null ? [] : [rebuilt(made, on)]));
  const ways = [
    ...receivers.filter((one) => typeof one !== 'string'),
    ...recorded.map(({ args }) => built(made, args.map(revive))),
  ];
  if (ways.length > 0) return fc.constantFrom(...ways);
  return params === null ? null : fc.tuple(...params.map(arbitraryOf)).map((args) => built(made, args));
}
