import type { FoundWrite, RunId, Services, StepTarget, VariableKey } from '#contract';
import type { StepPlace } from '#renderer/state/index.ts';

/** What a person asks of the replay. `back` twins go the same way backwards in time. */
export type Move =
  | { readonly kind: 'into' | 'over' | 'out' | 'back' | 'back-over' | 'back-out' | 'first' | 'last' }
  | {
      readonly kind: 'line';
      readonly direction: 'previous' | 'next';
      readonly file: string;
      readonly line: number;
    }
  | { readonly kind: 'write'; readonly direction: 'previous' | 'next'; readonly variable: VariableKey };

/** Why the replay stays where it is, as a sentence. */
export interface NoMove {
  readonly reason: string;
}

/** The step that a move leads to, of a thread with `total` steps. */
export async function target(
  { recordings }: Pick<Services, 'recordings'>,
  run: RunId,
  { thread, step }: StepPlace,
  total: number,
  move: Move,
  signal?: AbortSignal,
): Promise<number | NoMove> {
  const find = async (
    direction: 'previous' | 'next',
    target: StepTarget,
    otherwise: number | NoMove,
  ): Promise<number | NoMove> => {
    const found = await recordings.findStep({ run, thread, step, direction, target }, signal);
    return found?.step ?? otherwise;
  };
  /**
   * A write is seen before the step behind it: forwards the replay halts there. Backwards it halts before the line that wrote,
   * which may have called others before it did; the same move again then finds the write before that one.
   */
  const lineOfWrite = async ({ step: written, by }: FoundWrite): Promise<number> => {
    const target = by === null ? null : ({ kind: 'call', span: by } as const);
    const from = { run, thread, step: written + 1, direction: 'previous' } as const;
    const line = target && (await recordings.findStep({ ...from, target }, signal));
    return Math.max(0, line?.step ?? written);
  };
  switch (move.kind) {
    case 'first':
      return 0;
    case 'last':
      return total;
    case 'into':
      return step < total ? step + 1 : atEnd;
    case 'back':
      return step > 0 ? step - 1 : atStart;
    // Behind the last step of the outermost call there is the end, as in a debugger.
    case 'over':
    case 'out':
      return step < total ? find('next', { kind: move.kind }, total) : atEnd;
    case 'back-over':
    case 'back-out':
      if (step === 0) return atStart;
      // Behind the last step no call is open: the way back is the last step.
      if (step >= total) return total - 1;
      return find('previous', { kind: move.kind === 'back-over' ? 'over' : 'out' }, 0);
    case 'line': {
      const { direction, file, line } = move;
      const when = direction === 'next' ? 'after' : 'before';
      return find(
        direction,
        { kind: 'line', file, line },
        { reason: `Line ${line} of ${file} does not run ${when} this step in this thread.` },
      );
    }
    case 'write': {
      const { direction, variable } = move;
      const request = { run, thread, step, direction, ...owner(variable) };
      const found = await recordings.findWrite(request, signal);
      if (found && direction === 'next') return found.step + 1;
      if (found) return lineOfWrite(found);
      const when = direction === 'next' ? 'after' : 'before';
      return { reason: `${variable.name} is not set ${when} this step.` };
    }
  }
}

function owner({ span, function: fn, index }: VariableKey) {
  return { span, function: fn, index };
}

const atEnd: NoMove = { reason: 'This is the end of the thread.' };
const atStart: NoMove = { reason: 'This is the first step of the thread.' };
