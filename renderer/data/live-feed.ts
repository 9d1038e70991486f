import { ContractError, type Disposable, isContractError } from '#contract';

export interface FeedState<T> {
  /** `undefined` before the first answer. */
  readonly value: T | undefined;
  readonly error: ContractError | null;
}

type Change<T> = (value: T) => T;

/** Asks for the present value and subscribes to its changes; a change that comes first waits for the value it changes. */
export type OpenFeed<T> = (
  key: string,
  emit: (change: Change<T>) => void,
) => { readonly first: Promise<T>; readonly pushes: Disposable };

interface Source<T> {
  state: FeedState<T>;
  readonly listeners: Set<() => void>;
  subscription: Disposable | null;
  /** The newest value, perhaps not passed on yet; `undefined` until the engine's first answer. */
  newest: T | undefined;
}

const nothing: FeedState<never> = { value: undefined, error: null };

/**
 * Values that the engine pushes, by key: subscribed while somebody looks, subscribed anew after a reconnect, and passed on
 * at most once per `intervalMs`, the newest value last.
 */
export class LiveFeed<T> {
  readonly #sources = new Map<string, Source<T>>();
  readonly #open: OpenFeed<T>;
  readonly #intervalMs: number;

  constructor(open: OpenFeed<T>, intervalMs: number) {
    this.#open = open;
    this.#intervalMs = intervalMs;
  }

  state(key: string): FeedState<T> {
    return this.#sources.get(key)?.state ?? nothing;
  }

  subscribe(key: string, listener: () => void): () => void {
    let source = this.#sources.get(key);
    if (!source) {
      source = { state: nothing, listeners: new Set(), subscription: null, newest: undefined };
      this.#sources.set(key, source);
    }
    const held = source;
    held.listeners.add(listener);
    held.subscription ??= this.#start(key, held);
    return () => {
      held.listeners.delete(listener);
      if (held.listeners.size > 0) return;
      held.subscription?.dispose();
      held.subscription = null;
    };
  }

  /** Asks for everything that is looked at again: after a reconnect, or (one key) where no push tells of a change. */
  refresh(only?: string): void {
    for (const [key, source] of this.#sources) {
      if (!source.subscription || (only !== undefined && only !== key)) continue;
      source.subscription.dispose();
      source.subscription = this.#start(key, source);
    }
  }

  /** Applies what an answer told before the push of it comes, e.g. the run that was just started. */
  change(key: string, change: Change<T>): void {
    const source = this.#sources.get(key);
    if (source?.newest === undefined) return;
    source.newest = change(source.newest);
    this.#set(source, { value: source.newest, error: null });
  }

  #start(key: string, source: Source<T>): Disposable {
    let live = true;
    source.newest = undefined;
    let early: Change<T>[] = [];
    let failed = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const deliver = () => {
      timer = undefined;
      this.#set(source, { value: source.newest, error: null });
    };
    const { first, pushes } = this.#open(key, (change) => {
      if (!live) return;
      // There is nothing that it could change, but now there may be an answer.
      if (failed) this.refresh(key);
      else if (source.newest === undefined) early.push(change);
      else {
        source.newest = change(source.newest);
        timer ??= setTimeout(deliver, this.#intervalMs);
      }
    });
    first.then(
      (answer) => {
        if (!live) return;
        source.newest = early.reduce((before, change) => change(before), answer);
        early = [];
        deliver();
      },
      (thrown) => {
        failed = true;
        const error = isContractError(thrown) ? thrown : new ContractError('internal', String(thrown));
        if (live) this.#set(source, { ...source.state, error });
      },
    );
    return {
      dispose() {
        live = false;
        clearTimeout(timer);
        pushes.dispose();
      },
    };
  }

  #set(source: Source<T>, state: FeedState<T>): void {
    source.state = state;
    for (const listener of [...source.listeners]) listener();
  }
}
