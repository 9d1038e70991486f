import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ContractError, type ExerciseOutcome, type ExerciseProgress } from '#contract';
import { type Plan, type PlannedModule, type PlannedTarget, refusal } from './plan.ts';
import { nodeProgram, type Program, pythonProgram } from './programs.ts';
import type { Failure, Message, Order } from './protocol.ts';
import { pythonModule, reproduction } from './reproduction.ts';
import { defaultLimits, type Ending, type Limits, runSandboxed } from './sandbox.ts';
import { createSources } from './sources.ts';

export interface ExerciseOptions {
  /** The Python of the project; `null`: there is none. */
  readonly python?: string | null;
  /** Generated calls of each function; fewer when they take long. */
  readonly runs?: number;
  /** The same seed gives the same arguments. */
  readonly seed?: number;
  readonly limits?: Limits;
  readonly say?: (progress: ExerciseProgress) => void;
}

/**
 * Calls what was planned, each module in a sandboxed child of its own; a child that a function ends is started again for the functions after it.
 * Rejects with `cancelled`. @param root absolute
 */
export async function exercise(
  root: string,
  plan: Plan,
  { runs = 50, seed = 1, limits = defaultLimits, python = null, say = () => undefined }: ExerciseOptions,
  signal?: AbortSignal,
): Promise<ExerciseOutcome[]> {
  const total = plan.modules.reduce((sum, { targets }) => sum + targets.length, 0);
  const outcomes: ExerciseOutcome[][] = plan.modules.map(() => []);
  const waiting = plan.modules.entries();
  const sourcesOf = createSources(root);
  let done = 0;
  const work = async (): Promise<void> => {
    for (const [index, module] of waiting) {
      if (signal?.aborted) return;
      say({ done, total, file: module.file });
      const program = module.format === 'python' ? pythonProgram(root, python) : nodeProgram(root);
      const order = { runs, seed, callMs: limits.callMs, sources: sourcesOf(module.loads) };
      outcomes[index] =
        typeof program === 'string'
          ? module.targets.map(({ function: fn }) => refusal(fn, program))
          : await exerciseModule(root, module, program, order, limits, signal);
      done += module.targets.length;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, availableParallelism() - 1) }, work));
  if (signal?.aborted) throw new ContractError('cancelled', 'The exercise was cancelled.');
  say({ done, total, file: '' });
  return [...outcomes.flat(), ...plan.notTestable];
}

async function exerciseModule(
  root: string,
  module: PlannedModule,
  program: Program,
  given: Pick<Order, 'runs' | 'seed' | 'callMs' | 'sources'>,
  limits: Limits,
  signal?: AbortSignal,
): Promise<ExerciseOutcome[]> {
  const { targets } = module;
  const outcomes: ExerciseOutcome[] = [];
  const { folder, name } = pythonModule(root, module.file);
  const python = module.format === 'python' ? { folder: join(root, folder), module: name } : null;
  const shared = { ...given, file: join(root, module.file), python };
  // Every child gets at least one function further.
  while (outcomes.length < targets.length && !signal?.aborted) {
    const watch = createWatch(root, module, outcomes, limits);
    const order = { ...shared, targets, from: outcomes.length };
    const ending = await runSandboxed(program, order, limits, watch.hear, signal);
    if (ending.why === 'cancelled') break;
    watch.finish(ending);
  }
  return outcomes;
}

/** Makes outcomes of what a child says, and of how it ended. */
function createWatch(root: string, module: PlannedModule, outcomes: ExerciseOutcome[], limits: Limits) {
  const { targets } = module;
  let call: Pick<Failure, 'input' | 'instance' | 'receiver' | 'source'> | null = null;
  let calls = 0;
  let isLoaded = false;
  const at = (index: number): PlannedTarget => {
    const target = targets[index];
    if (target === undefined) throw new Error(`There is no target ${index}`);
    return target;
  };
  const giveUp = (reason: string): void => {
    for (const { function: fn } of targets.slice(outcomes.length)) outcomes.push(refusal(fn, reason));
  };

  return {
    hear(message: Message): void {
      if ('target' in message && message.target !== outcomes.length) return;
      switch (message.is) {
        case 'begin':
          call = null;
          calls = 0;
          break;
        case 'call':
          call = message;
          calls++;
          break;
        case 'end': {
          call = null;
          const target = at(message.target);
          const { failure, isLate, calls: all, refused, typed = target.typed } = message;
          outcomes.push({
            function: target.function,
            result: failure === null ? 'works' : isLate ? 'times-out' : 'throws',
            reason: failure?.message ?? '',
            error: failure === null || isLate ? '' : failure.type,
            input: failure?.input ?? null,
            source: failure?.source ?? null,
            reproduction: failure === null ? null : reproduction(root, module, target, failure),
            calls: all,
            refused,
            typed,
          });
          break;
        }
        case 'no-function':
          outcomes.push(refusal(at(message.target).function, message.reason));
          break;
        case 'not-loaded':
          giveUp(`its module cannot be loaded in the sandbox: ${message.reason.split('\n')[0]}`);
          break;
        case 'loaded':
          isLoaded = true;
          break;
      }
    },

    /** The child is gone: what it was doing when that happened is the fault of the function it called. */
    finish(ending: Ending): void {
      if (outcomes.length === targets.length) return;
      const target = at(outcomes.length);
      const { function: fn, typed } = target;
      if (!isLoaded) {
        giveUp(`its module cannot be loaded in the sandbox: ${phrase(ending, limits)}`);
        return;
      }
      // Something that a function before left running.
      if (call === null) {
        outcomes.push(refusal(fn, `before it was called, ${phrase(ending, limits)}`));
        return;
      }
      outcomes.push({
        function: fn,
        result: ending.why === 'time' ? 'times-out' : 'throws',
        reason: phrase(ending, limits),
        error: '',
        input: call.input,
        source: call.source,
        reproduction: reproduction(root, module, target, call),
        calls,
        refused: 0,
        typed,
      });
    },
  };
}

function phrase(ending: Ending, limits: Limits): string {
  if (ending.why === 'time') return `it did not end in ${limits.callMs} ms`;
  if (ending.why === 'memory') return `it took more than ${Math.round(limits.memory / 2 ** 20)} MB`;
  if (ending.why !== 'exit') return 'it ended the process with code 0';
  // V8 aborts when the heap is full.
  if (ending.signal === 'SIGABRT' || ending.code === 134) return 'it ran out of memory';
  return ending.signal === null
    ? `it ended the process with code ${ending.code}`
    : `it ended the process with ${ending.signal}`;
}
