import type { ExerciseProgress, ProjectDir, RunId, Services } from '#contract';
import { ProjectTask, type TaskState } from './project-task.ts';
import type { QueryCache } from './query-cache.ts';

/** What calling a project's functions is at. */
export type ExercisingState = TaskState<ExerciseProgress>;

/** The one exercise that goes on. Its outcomes come with the next analysis. */
export class Exercising extends ProjectTask<ExerciseProgress> {
  readonly #services: Services;
  readonly #cache: QueryCache;

  constructor(services: Services, cache: QueryCache) {
    super();
    this.#services = services;
    this.#cache = cache;
  }

  /** Only ever on a person's word: it runs the project's code. Resolves when it is over; the state says how. */
  start(dir: ProjectDir, run: RunId | null): Promise<void> {
    const { findings } = this.#services;
    return this.perform(
      dir,
      (onProgress) => findings.onExercise({ dir }, onProgress),
      async (signal) => {
        await findings.exercise({ dir, run, consent: true }, signal);
        this.#cache.invalidate(`analysis/${dir}`);
        return { kind: 'idle' };
      },
    );
  }
}
