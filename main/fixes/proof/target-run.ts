import { ContractError, type ProjectDir, type Run, type Runs, type TracingLevel } from '#contract';

/** How a target is run for a proof: a shell line below a folder of the project. */
export interface Target {
  readonly command: string;
  /** Relative to the project. */
  readonly cwd: string;
  readonly level: TracingLevel;
}

/** A run that is over. */
export interface Ended {
  readonly run: Run;
  /** What its terminal showed. */
  readonly output: string;
  /** It did not end by itself within the limit and was stopped. */
  readonly stopped: boolean;
  /** From start to end, ms; recording is not in it. */
  readonly tookMs: number;
}

const terminal = { columns: 120, rows: 40 };
const isOver = ({ state }: Run): boolean => state === 'done' || state === 'failed' || state === 'interrupted';

/**
 * Runs a target to its end, as a run of the project like any other. An abort stops it and rejects with `cancelled`.
 *
 * @param limitMs after it the target is asked to stop, as a person would
 */
export async function runToEnd(
  runs: Runs,
  request: Target & { readonly dir: ProjectDir; readonly name: string; readonly limitMs: number },
  signal?: AbortSignal,
): Promise<Ended> {
  signal?.throwIfAborted();
  const { dir, command, cwd, level, limitMs } = request;
  const over = Promise.withResolvers<Run>();
  let id: string | null = null;
  const listener = runs.onChanged({ dir }, (run) => {
    if (run.id === id && isOver(run)) over.resolve(run);
  });
  let stopped = false;
  const stop = (force: boolean): void => {
    stopped = true;
    if (id !== null) void runs.stop({ run: id, force }).catch(() => undefined);
  };
  const onAbort = (): void => stop(true);
  const timer = setTimeout(() => stop(false), limitMs);
  signal?.addEventListener('abort', onAbort);
  try {
    const name = await freeName(runs, dir, request.name);
    const started = await runs.start({ dir, command, cwd, level, name, ...terminal });
    id = started.id;
    if (signal?.aborted) stop(true);
    // It may have ended before its id was known here.
    const now = await runs.get({ dir, run: id });
    if (isOver(now)) over.resolve(now);
    const run = await over.promise;
    if (signal?.aborted) throw new ContractError('cancelled', 'The proof was cancelled.');
    const { bytes } = await runs.output({ run: run.id });
    const tookMs = (run.endedAt ?? run.startedAt) - run.startedAt;
    return { run, output: new TextDecoder().decode(bytes), stopped, tookMs };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', onAbort);
    listener.dispose();
  }
}

/** Names of runs are unique: the second proof of a fix is `... (2)`. */
async function freeName(runs: Runs, dir: ProjectDir, wanted: string): Promise<string> {
  const taken = new Set((await runs.list({ dir })).map(({ name }) => name));
  for (let n = 1; ; n++) {
    const name = n === 1 ? wanted : `${wanted} (${n})`;
    if (!taken.has(name)) return name;
  }
}
