import type {
  ExerciseOutcome,
  ExerciseProgress,
  FunctionIdentity,
  ProjectDir,
  RunId,
  Services,
} from '#contract';
import { ProjectTask, type TaskState } from './project-task.ts';
import type { QueryCache } from './query-cache.ts';
import type { SourceChanges } from './source-changes.ts';

/** What calling a project's functions is at. */
export type ExercisingState = TaskState<ExerciseProgress>;

/** Outcomes by function, of one source of one project. */
interface Known {
  readonly dir: ProjectDir;
  readonly revision: number;
  readonly outcomes: Map<string, ExerciseOutcome>;
}

const keyOf = ({ file, name, line }: FunctionIdentity): string => `${file}\n${name}\n${line}`;

/** The one exercise that goes on. Its outcomes come with the next analysis, and are known here at once. */
export class Exercising extends ProjectTask<ExerciseProgress> {
  readonly #services: Services;
  readonly #cache: QueryCache;
  readonly #sources: SourceChanges;
  #known: Known | null = null;

  constructor(services: Services, cache: QueryCache, sources: SourceChanges) {
    super();
    this.#services = services;
    this.#cache = cache;
    this.#sources = sources;
  }

  /**
   * Only ever on a person's word: it runs the project's code. Resolves when it is over; the state says how.
   * @param only `null`: all functions that are exported
   */
  start(dir: ProjectDir, run: RunId | null, only: readonly FunctionIdentity[] | null): Promise<void> {
    const { findings } = this.#services;
    return this.perform(
      dir,
      (onProgress) => findings.onExercise({ dir }, onProgress),
      async (signal) => {
        const revision = this.#sources.revision(dir);
        const { outcomes } = await findings.exercise({ dir, run, only, consent: true }, signal);
        const before = this.#isCurrent(dir) && only !== null ? (this.#known?.outcomes ?? []) : [];
        const added = outcomes.map((one) => [keyOf(one.function), one] as const);
        this.#known = { dir, revision, outcomes: new Map([...before, ...added]) };
        this.#cache.invalidate(`analysis/${dir}`);
        return { kind: 'idle' };
      },
    );
  }

  /** What became of a function when it was called last in this window; `null`: it was not, or the source has changed since. */
  outcome(dir: ProjectDir, fn: FunctionIdentity): ExerciseOutcome | null {
    return this.#isCurrent(dir) ? (this.#known?.outcomes.get(keyOf(fn)) ?? null) : null;
  }

  #isCurrent(dir: ProjectDir): boolean {
    return this.#known?.dir === dir && this.#known.revision === this.#sources.revision(dir);
  }
}
