import type { AppliedFixes, FixProgress, ProjectDir, ProofRequest, Services } from '#contract';
import { fixKeys } from './fixes.ts';
import { ProjectTask, type TaskState } from './project-task.ts';
import type { QueryCache } from './query-cache.ts';

interface Applied {
  readonly kind: 'done';
  readonly dir: ProjectDir;
  readonly outcome: AppliedFixes;
}

/** What applying fixes is at. Where it has failed nothing is applied; `error` says why. */
export type FixingState = TaskState<FixProgress, Applied>;

export interface FixesToApply {
  readonly dir: ProjectDir;
  readonly fixes: readonly string[];
  readonly proof: ProofRequest | null;
  readonly commit: boolean;
}

/** The one application of fixes that goes on, and how the last one ended. What is cancelled the engine takes back. */
export class Fixing extends ProjectTask<FixProgress, Applied> {
  readonly #services: Services;
  readonly #cache: QueryCache;
  readonly #refreshRuns: (dir: ProjectDir) => void;

  /** @param refreshRuns a proof removes runs that have only shown what is noise */
  constructor(services: Services, cache: QueryCache, refreshRuns: (dir: ProjectDir) => void) {
    super();
    this.#services = services;
    this.#cache = cache;
    this.#refreshRuns = refreshRuns;
  }

  /** Resolves when it is over, however it ends: the state says how. */
  async apply(request: FixesToApply): Promise<void> {
    if (this.isBusy) return;
    const { dir, proof } = request;
    const { fixes } = this.#services;
    try {
      await this.perform(
        dir,
        (onProgress) => fixes.onProgress({ dir }, onProgress),
        async (signal) => ({ kind: 'done', dir, outcome: await fixes.apply(request, signal) }),
      );
    } finally {
      this.sourceChanged(dir);
      if (proof !== null) this.#refreshRuns(dir);
    }
  }

  /** Whatever was read from the files of the project is read again. */
  sourceChanged(dir: ProjectDir): void {
    for (const prefix of [fixKeys.all(dir), `analysis/${dir}`, `modules/${dir}`, `source/${dir}`])
      this.#cache.invalidate(prefix);
  }
}
