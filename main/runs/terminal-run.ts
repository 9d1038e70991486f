import type { Diagnosis, Run, TerminalOutput } from '#contract';
import { launchInTerminal, type TerminalTarget } from '../launch/index.ts';
import type { RunEvents } from './events.ts';
import { outcomeOf } from './outcome.ts';
import { untilUnwritten } from './outliving.ts';
import { createOutputPump } from './output-pump.ts';
import { createOutputRing } from './output-ring.ts';
import { type Plan, problemWithFolder } from './prepare.ts';
import type { Session } from './session.ts';

/** A run whose target lives in a terminal of ours. */
export interface TerminalRun {
  readonly session: Session;
  output(): TerminalOutput;
  write(text: string): void;
  resize(columns: number, rows: number): void;
  stop(force: boolean): Promise<Run>;
  /** Resolves when the recording is sealed. */
  readonly finished: Promise<Run>;
}

export interface TerminalRunOptions {
  readonly session: Session;
  readonly planned: Plan;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  readonly events: RunEvents;
}

/** Launches the target. One that cannot be launched is a finished run with a diagnosis, not an error. */
export async function startTerminalRun(options: TerminalRunOptions): Promise<TerminalRun> {
  const { session, events } = options;
  const { id } = session.current();
  const ring = createOutputRing();
  const output = (): TerminalOutput => ({ run: id, ...ring.snapshot() });
  const launched = await tryLaunch(options, (offset, bytes) =>
    events.output.emit(id, { run: id, offset, bytes }),
  );

  if ('diagnosis' in launched) {
    const finished = session.complete({
      exit: null,
      endedAt: Date.now(),
      recordedAs: 'failed',
      outcome: async () => ({ state: 'failed', diagnosis: launched.diagnosis }),
    });
    return { session, output, write() {}, resize() {}, stop: () => finished, finished };
  }

  const { target, flush } = launched;
  let stopped = false;
  session.change({ pid: target.pid });
  const finished = target.exited.then(async (exit) => {
    flush();
    // A daemon is a part of the run as long as it lives; stopping the run ends it as well.
    await untilUnwritten(session, () => stopped);
    const { planned, env } = options;
    const facts = {
      exit,
      run: session.current(),
      stopped,
      output: ring.snapshot().bytes,
      env,
      cwd: planned.cwd,
    };
    return session.complete({
      exit,
      endedAt: Date.now(),
      recordedAs: 'done',
      outcome: (recorded) => outcomeOf(facts, recorded),
    });
  });

  return {
    session,
    output,
    finished,
    write: target.write,
    resize: target.resize,
    async stop(force) {
      stopped = true;
      if (session.current().state === 'running') session.change({ state: 'stopping' });
      await target.stop({ force });
      return session.current();
    },
  };

  async function tryLaunch(
    { planned, env, columns, rows }: TerminalRunOptions,
    emit: (offset: number, bytes: Uint8Array) => void,
  ): Promise<{ target: TerminalTarget; flush: () => void } | { diagnosis: Diagnosis }> {
    const problem = await problemWithFolder(planned.cwd);
    if (problem !== null) return { diagnosis: noFolder(problem) };
    let target: TerminalTarget | null = null;
    const pump = createOutputPump(ring, emit, {
      pause: () => target?.pause(),
      resume: () => target?.resume(),
    });
    try {
      const { command, cwd } = planned;
      target = await launchInTerminal({ command, cwd, env, columns, rows, onOutput: pump.push });
      return { target, flush: pump.flush };
    } catch (error) {
      return { diagnosis: noTerminal(error) };
    }
  }
}

const noFolder = (problem: string): Diagnosis => ({
  title: 'The working directory does not exist',
  detail: problem,
  action: 'Correct the working directory of the run configuration.',
});

const noTerminal = (error: unknown): Diagnosis => ({
  title: 'No terminal could be opened',
  detail: error instanceof Error ? error.message : String(error),
  action: 'Close other terminals or end other runs, and try again; "callscape run" works without a terminal.',
});
