import { type ContractError, isContractError, type ProjectDir } from '#contract';

/** What a task is at that goes on whatever view is on screen; `Done` is how it may stay when it has ended well. */
export type TaskState<Progress, Done = never> =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy'; readonly dir: ProjectDir; readonly progress: Progress | null }
  | { readonly kind: 'failed'; readonly dir: ProjectDir; readonly error: ContractError }
  | Done;

/** Something that is done in one project at a time, with progress, and can be cancelled. */
export class ProjectTask<Progress, Done extends { readonly kind: 'done' } = never> {
  #state: TaskState<Progress, Done> = { kind: 'idle' };
  #abort: AbortController | null = null;
  readonly #listeners = new Set<() => void>();

  readonly state = (): TaskState<Progress, Done> => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  get isBusy(): boolean {
    return this.#state.kind === 'busy';
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Forgets how the last one ended. */
  dismiss(): void {
    if (!this.isBusy) this.#set({ kind: 'idle' });
  }

  /**
   * Resolves when it is over, however it ends: the state says how. Nothing is begun while another one goes on.
   * @param listen to the engine's progress, until it is over
   * @param work gives the state that it leaves
   */
  protected async perform(
    dir: ProjectDir,
    listen: (onProgress: (progress: Progress) => void) => { dispose(): void },
    work: (signal: AbortSignal) => Promise<TaskState<Progress, Done>>,
  ): Promise<void> {
    if (this.isBusy) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.#set({ kind: 'busy', dir, progress: null });
    const listening = listen((progress) => {
      if (this.isBusy) this.#set({ kind: 'busy', dir, progress });
    });
    try {
      this.#set(await work(abort.signal));
    } catch (error) {
      if (!isContractError(error)) throw error;
      this.#set(error.code === 'cancelled' ? { kind: 'idle' } : { kind: 'failed', dir, error });
    } finally {
      this.#abort = null;
      listening.dispose();
    }
  }

  #set(state: TaskState<Progress, Done>): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener();
  }
}
