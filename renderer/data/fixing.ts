import {
  type AppliedFixes,
  type ContractError,
  type FixProgress,
  isContractError,
  type ProjectDir,
  type ProofRequest,
  type Services,
} from '#contract';
import { fixKeys } from './fixes.ts';
import type { QueryCache } from './query-cache.ts';

/** What applying fixes is at. It goes on whatever view is on screen. */
export type FixingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly dir: ProjectDir; readonly progress: FixProgress | null }
  | { readonly kind: 'done'; readonly dir: ProjectDir; readonly outcome: AppliedFixes }
  /** Nothing is applied; `error` says why. */
  | { readonly kind: 'failed'; readonly dir: ProjectDir; readonly error: ContractError };

export interface FixesToApply {
  readonly dir: ProjectDir;
  readonly fixes: readonly string[];
  readonly proof: ProofRequest | null;
  readonly commit: boolean;
}

/** The one application of fixes that goes on, and how the last one ended. */
export class Fixing {
  #state: FixingState = { kind: 'idle' };
  #abort: AbortController | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #services: Services;
  readonly #cache: QueryCache;
  readonly #refreshRuns: (dir: ProjectDir) => void;

  /** @param refreshRuns a proof removes runs that have only shown what is noise */
  constructor(services: Services, cache: QueryCache, refreshRuns: (dir: ProjectDir) => void) {
    this.#services = services;
    this.#cache = cache;
    this.#refreshRuns = refreshRuns;
  }

  readonly state = (): FixingState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Resolves when it is over, however it ends: the state says how. */
  async apply(request: FixesToApply): Promise<void> {
    if (this.#state.kind === 'busy') return;
    const { dir } = request;
    const abort = new AbortController();
    this.#abort = abort;
    this.#set({ kind: 'busy', dir, progress: null });
    const listening = this.#services.fixes.onProgress({ dir }, (progress) => {
      if (this.#state.kind === 'busy') this.#set({ kind: 'busy', dir, progress });
    });
    try {
      const outcome = await this.#services.fixes.apply(request, abort.signal);
      this.#set({ kind: 'done', dir, outcome });
    } catch (error) {
      if (!isContractError(error)) throw error;
      this.#set(error.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', dir, error });
    } finally {
      this.#abort = null;
      listening.dispose();
      this.sourceChanged(dir);
      if (request.proof !== null) this.#refreshRuns(dir);
    }
  }

  /** What was applied is taken back by the engine. */
  cancel(): void {
    this.#abort?.abort();
  }

  /** Forgets how the last one ended. */
  dismiss(): void {
    if (this.#state.kind !== 'busy') this.#set({ kind: 'idle' });
  }

  /** Whatever was read from the files of the project is read again. */
  sourceChanged(dir: ProjectDir): void {
    for (const prefix of [fixKeys.all(dir), `analysis/${dir}`, `modules/${dir}`, `source/${dir}`])
      this.#cache.invalidate(prefix);
  }

  #set(state: FixingState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
