import { ContractError, isContractError } from '#contract';
import { byteSize } from './byte-size.ts';

/** What is known of one query. A newer answer replaces an older one in place, so a view never flickers back to empty. */
export interface QueryState<T> {
  /** The newest answer; `undefined` before the first. */
  readonly value: T | undefined;
  /** The revision `value` was asked for; -1 before the first. */
  readonly revision: number;
  /** Why the newest attempt failed. */
  readonly error: ContractError | null;
  readonly loading: boolean;
}

export interface QuerySpec<T> {
  /** Names the query with its run and its parameters. */
  readonly key: string;
  /** The recording's revision that the answer should have at least. */
  readonly revision: number;
  /** Queries of one family stand in for each other while the asked one loads, e.g. the timeline before a pan. */
  readonly family?: string | undefined;
  /** At least so long between two answers while a run lives, ms; for what is costly and changes little. */
  readonly restMs?: number | undefined;
  load(signal: AbortSignal): Promise<T>;
}

interface Entry {
  state: QueryState<unknown>;
  readonly listeners: Set<() => void>;
  wanted: QuerySpec<unknown> | null;
  running: AbortController | null;
  /** A person does not want to wait for it. */
  stopped: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** ms, on the clock of performance.now(). */
  notBefore: number;
  bytes: number;
}

const idle: QueryState<never> = { value: undefined, revision: -1, error: null, loading: false };

/**
 * Answers of the engine by query, at their newest revision. A query runs once however many views ask; when nobody looks any
 * more it is aborted, and its answer stays until the cache is over its size. A query that is asked again and again while a run
 * lives takes at most half of the time, so a slow one cannot starve the others.
 */
export class QueryCache {
  readonly #entries = new Map<string, Entry>();
  readonly #families = new Map<string, string>();
  /** Told when what `outdated` says may have changed. */
  readonly #watchers = new Set<() => void>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes = 256 * 1024 * 1024) {
    this.#maxBytes = maxBytes;
  }

  state<T>(key: string): QueryState<T> {
    return (this.#entries.get(key)?.state ?? idle) as QueryState<T>;
  }

  /** The newest answer of a family, `undefined` when there is none. */
  latest<T>(family: string): T | undefined {
    const key = this.#families.get(family);
    return key === undefined ? undefined : this.state<T>(key).value;
  }

  subscribe(key: string, listener: () => void): () => void {
    const entry = this.#entry(key);
    entry.listeners.add(listener);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size > 0) return;
      clearTimeout(entry.timer);
      entry.running?.abort();
      if (entry.state.error) this.#tellWatchers();
    };
  }

  /** Why an answer on screen could not be made as new as what it is about; `null` when each is. */
  readonly outdated = (): ContractError | null => {
    for (const entry of this.#entries.values()) if (isOutdated(entry)) return entry.state.error;
    return null;
  };

  readonly watchOutdated = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Asks again for the answers that `outdated` is about. */
  renew(): void {
    for (const [key, entry] of [...this.#entries]) if (isOutdated(entry)) this.retry(key);
  }

  /** Asks for an answer of at least the revision. A failed query is tried again only for a newer one, or after a reconnect. */
  want(spec: QuerySpec<unknown>): void {
    const entry = this.#entry(spec.key);
    entry.wanted = spec;
    const { error, revision } = entry.state;
    if (!error || isContractError(error, 'closed', 'cancelled') || spec.revision > revision)
      this.#pump(entry);
  }

  /** Gives up an answer that is on its way, for everybody; `retry` asks for it again. */
  stop(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry?.running) return;
    entry.stopped = true;
    entry.running.abort();
  }

  retry(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry?.wanted) return;
    this.#set(entry, { ...entry.state, error: null, revision: -1 });
    entry.notBefore = 0;
    // What is on its way may be of before; it asks again when it is given up.
    if (entry.running) entry.running.abort();
    else this.#pump(entry);
  }

  /** Puts an answer that came another way, e.g. as the result of a change. */
  put(key: string, value: unknown): void {
    const entry = this.#entry(key);
    this.#keep(entry, value, Math.max(0, entry.wanted?.revision ?? 0));
  }

  /** Forgets answers; those on screen are asked for again. */
  invalidate(prefix: string): void {
    for (const key of [...this.#entries.keys()]) if (key.startsWith(prefix)) this.retry(key);
  }

  #entry(key: string): Entry {
    let entry = this.#entries.get(key);
    if (entry) this.#entries.delete(key);
    else {
      entry = {
        state: idle,
        listeners: new Set(),
        wanted: null,
        running: null,
        stopped: false,
        timer: undefined,
        notBefore: 0,
        bytes: 0,
      };
    }
    // The last in the map is the one used last.
    this.#entries.set(key, entry);
    return entry;
  }

  #pump(entry: Entry): void {
    const { wanted, state } = entry;
    if (!wanted || entry.running || (!state.error && state.revision >= wanted.revision)) return;
    clearTimeout(entry.timer);
    const wait = entry.notBefore - performance.now();
    if (wait > 0) entry.timer = setTimeout(() => this.#pump(entry), wait);
    else void this.#run(entry, wanted);
  }

  async #run(entry: Entry, spec: QuerySpec<unknown>): Promise<void> {
    const abort = new AbortController();
    entry.running = abort;
    entry.stopped = false;
    this.#set(entry, { ...entry.state, loading: true });
    const started = performance.now();
    try {
      const value = await spec.load(abort.signal);
      entry.running = null;
      entry.notBefore = performance.now() + Math.max(performance.now() - started, spec.restMs ?? 0);
      if (abort.signal.aborted) this.#set(entry, { ...entry.state, loading: false });
      else this.#keep(entry, value, spec.revision);
    } catch (thrown) {
      entry.running = null;
      const wasStopped = entry.stopped && entry.listeners.size > 0;
      const error = wasStopped
        ? new ContractError('cancelled', 'It was stopped.')
        : abort.signal.aborted
          ? entry.state.error
          : asContractError(thrown);
      const revision = abort.signal.aborted ? entry.state.revision : spec.revision;
      this.#set(entry, { ...entry.state, revision, error, loading: false });
    }
    if (entry.listeners.size === 0 || entry.stopped) return;
    const newer = (entry.wanted?.revision ?? -1) > entry.state.revision;
    if (newer || (abort.signal.aborted && entry.wanted)) this.#pump(entry);
  }

  #keep(entry: Entry, value: unknown, revision: number): void {
    this.#bytes -= entry.bytes;
    entry.bytes = byteSize(value);
    this.#bytes += entry.bytes;
    const family = entry.wanted?.family;
    if (family !== undefined && entry.wanted) this.#families.set(family, entry.wanted.key);
    this.#set(entry, { value, revision, error: null, loading: false });
    this.#evict();
  }

  #evict(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      if (entry.listeners.size > 0 || entry.running) continue;
      this.#bytes -= entry.bytes;
      this.#entries.delete(key);
    }
  }

  #set(entry: Entry, state: QueryState<unknown>): void {
    const before = entry.state;
    entry.state = state;
    // Asked or still to be asked, both are waited for: there is nothing to draw anew, which would cost each step of a zoom some 0.7 ms.
    if (!isWaitedFor(before) || !isWaitedFor(state)) for (const listener of [...entry.listeners]) listener();
    if (before.error !== state.error) this.#tellWatchers();
  }

  #tellWatchers(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

function isWaitedFor({ value, error }: QueryState<unknown>): boolean {
  return value === undefined && error === null;
}

/** On screen, and behind what it is about. */
function isOutdated({ listeners, state }: Entry): boolean {
  return listeners.size > 0 && state.value !== undefined && state.error !== null;
}

function asContractError(thrown: unknown): ContractError {
  if (isContractError(thrown)) return thrown;
  return new ContractError('internal', thrown instanceof Error ? thrown.message : String(thrown));
}
