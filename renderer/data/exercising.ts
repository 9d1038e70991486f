import {
  type ContractError,
  type ExerciseProgress,
  isContractError,
  type ProjectDir,
  type RunId,
  type Services,
} from '#contract';
import type { QueryCache } from './query-cache.ts';

/** What calling a project's functions is at. It goes on whatever view is on screen. */
export type ExercisingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly dir: ProjectDir; readonly progress: ExerciseProgress | null }
  | { readonly kind: 'failed'; readonly dir: ProjectDir; readonly error: ContractError };

/** The one exercise that goes on. Its outcomes come with the next analysis. */
export class Exercising {
  #state: ExercisingState = { kind: 'idle' };
  #abort: AbortController | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #services: Services;
  readonly #cache: QueryCache;

  constructor(services: Services, cache: QueryCache) {
    this.#services = services;
    this.#cache = cache;
  }

  readonly state = (): ExercisingState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Only ever on a person's word: it runs the project's code. Resolves when it is over; the state says how. */
  async start(dir: ProjectDir, run: RunId | null): Promise<void> {
    if (this.#state.kind === 'busy') return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#set({ kind: 'busy', dir, progress: null });
    const listening = this.#services.findings.onExercise({ dir }, (progress) => {
      if (this.#state.kind === 'busy') this.#set({ kind: 'busy', dir, progress });
    });
    try {
      await this.#services.findings.exercise({ dir, run, consent: true }, abort.signal);
      this.#cache.invalidate(`analysis/${dir}`);
      this.#set({ kind: 'idle' });
    } catch (error) {
      if (!isContractError(error)) throw error;
      this.#set(error.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', dir, error });
    } finally {
      this.#abort = null;
      listening.dispose();
    }
  }

  cancel(): void {
    this.#abort?.abort();
  }

  #set(state: ExercisingState): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
