import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:net';
import { replaceMethod } from '../disguise.ts';
import { quietly } from '../record/quietly.ts';
import { lightValues, type Values } from './frames.ts';

// Captured before the app can replace it.
const { apply } = Reflect;

/**
 * The span on whose behalf an asynchronous operation goes on, by its mark, carried by Node itself from where the
 * operation was begun to whatever it calls. Set only around calls that may begin one, and read only where a span begins
 * at an empty stack. On Node 24 and later that costs a promise nothing; before, Node follows promises from the first use on.
 */
export interface Ambient {
  /** False until the first `begin`: there is nothing to read. */
  readonly isUsed: boolean;
  /** 0: none. Below 0: one that is left out. */
  current(): number;
  /** Gives what `end` takes back; never 0. */
  begin(mark: number): number;
  /** Gives 0. */
  end(before: number): number;
}

/** `begin` found the mark in place. */
const UNCHANGED = -1;
/** What `begin` adds, so that no mark becomes 0 or the above. */
const SHIFT = 2;

export function createAmbient(): Ambient {
  const storage = new AsyncLocalStorage<number>();
  // The app may replace the methods of the class.
  const getStore = storage.getStore.bind(storage);
  const enterWith = storage.enterWith.bind(storage);
  let values: Values = { get: () => getStore() ?? 0, set: enterWith };
  const ambient = {
    isUsed: false,
    current: () => values.get(),
    begin(mark: number): number {
      const before = ambient.isUsed ? values.get() : 0;
      if (before === mark) return UNCHANGED;
      if (!ambient.isUsed) {
        ambient.isUsed = true;
        values = lightValues(storage) ?? values;
        quietly(() => listenForNobody(ambient));
      }
      values.set(mark);
      return before + SHIFT;
    },
    end(before: number): number {
      if (before !== UNCHANGED) values.set(before - SHIFT);
      return 0;
    },
  };
  return ambient;
}

/** Whoever starts a server has not asked for its requests: each begins something new. */
function listenForNobody(ambient: Ambient): void {
  // Not imported, because an app that begins nothing would pay for it with its start.
  const net = process.getBuiltinModule('node:net') as { Server: { prototype: Server } };
  replaceMethod(
    net.Server.prototype,
    'listen',
    (original) =>
      function listen(this: unknown, ...args: unknown[]): unknown {
        const before = ambient.current() === 0 ? 0 : ambient.begin(0);
        try {
          return apply(original, this, args);
        } finally {
          ambient.end(before);
        }
      },
  );
}
