import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

/** What Node carries along with whatever is begun: a value for each storage. Node's own ones are Maps. */
interface Frame {
  get(storage: unknown): unknown;
  has(storage: unknown): boolean;
  disable(storage: unknown): void;
  [Symbol.iterator](): Iterator<[unknown, unknown]>;
}

/** The class of Node's frames, from Node 24 on. */
interface Frames {
  current(): Frame | undefined;
  set(frame: Frame | undefined): void;
}

export interface Values {
  get(): number;
  set(value: number): void;
}

/**
 * A storage's value without what `enterWith` does: to copy the Map of all storages for each value costs 235 ns, and a frame
 * that refers to the one below it 23. Undefined where Node has no such frames, or other ones than are known here.
 */
export function lightValues(storage: AsyncLocalStorage<number>): Values | undefined {
  if (!frames) return undefined;
  const values = valuesOf(storage, frames);
  const before = frames.current();
  try {
    values.set(5);
    return storage.getStore() === 5 && values.get() === 5 ? values : undefined;
  } catch {
    return undefined;
  } finally {
    frames.set(before);
  }
}

/** Since when Node has frames; before, the first use of a storage makes every promise slower. */
const FIRST_MAJOR = 24;

/** Found before the app runs, whose async_hooks would see it. An AsyncResource keeps the frame that it was made in. */
const frames = findFrames();

function findFrames(): Frames | undefined {
  if (Number.parseInt(process.versions.node, 10) < FIRST_MAJOR) return undefined;
  try {
    new AsyncLocalStorage<number>().enterWith(0);
    const resource = new AsyncResource('callscape', { requireManualDestroy: true }) as unknown as Record<
      symbol,
      { constructor?: { name?: string } } | undefined
    >;
    for (const key of Object.getOwnPropertySymbols(resource)) {
      const found = resource[key]?.constructor;
      if (found?.name !== 'AsyncContextFrame') continue;
      const known = found as unknown as Frames;
      known.set(undefined);
      return known;
    }
  } catch {
    // Another Node than is known here.
  }
  return undefined;
}

function valuesOf(storage: unknown, frames: Frames): Values {
  const { current, set } = frames;

  /** One value over what other storages have. */
  class LightFrame implements Frame {
    readonly value: number;
    readonly below: Frame | undefined;

    constructor(value: number, below: Frame | undefined) {
      this.value = value;
      this.below = below;
    }

    get(key: unknown): unknown {
      return key === storage ? this.value : this.below?.get(key);
    }

    has(key: unknown): boolean {
      return key === storage || this.below?.has(key) === true;
    }

    disable(key: unknown): void {
      this.below?.disable(key);
    }

    /** What Node copies when another storage gets a value. */
    *[Symbol.iterator](): Iterator<[unknown, unknown]> {
      if (this.below) for (const entry of this.below) if (entry[0] !== storage) yield entry;
      yield [storage, this.value];
    }
  }

  return {
    get() {
      const frame = current.call(frames);
      return frame === undefined ? 0 : ((frame.get(storage) as number | undefined) ?? 0);
    },
    set(value) {
      const frame = current.call(frames);
      set.call(frames, new LightFrame(value, frame instanceof LightFrame ? frame.below : frame));
    },
  };
}
