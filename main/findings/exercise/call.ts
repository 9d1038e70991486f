import { setImmediate, setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { arbitraryOf } from './arbitrary.ts';
import type { Failure, Message, Order, Target } from './protocol.ts';
import { revive } from './revive.ts';
import { showInput } from './show-input.ts';

type Untagged<M> = M extends unknown ? Omit<M, 'nonce'> : never;
export type Tell = (message: Untagged<Message>) => void;

/** An exported function and what it is called on. */
export interface Found {
  readonly holder: unknown;
  readonly call: (...args: unknown[]) => unknown;
}

type Ended = Omit<Extract<Message, { is: 'end' }>, 'nonce' | 'is' | 'target'>;

/** All calls of one function together, ms. */
const TOTAL_MS = 5000;

/** Classes of errors by which the engine says that the code did what cannot be done; others are the code's own way to refuse. */
const engineErrors: readonly (new (message: string) => Error)[] = [
  TypeError,
  ReferenceError,
  RangeError,
  SyntaxError,
];

/** Errors that come when nobody waits for them: rejections nobody handles, and what timers throw. */
const late: unknown[] = [];
process.on('unhandledRejection', (reason) => void late.push(reason));
process.on('uncaughtException', (error) => void late.push(error));

class Late extends Error {}

/** Calls a function with what was recorded, then with what is generated; stops at the first failure, with its smallest input. */
export async function exerciseTarget(
  found: Found,
  target: Target,
  { runs, seed, callMs }: Order,
  tell: Tell,
): Promise<Ended> {
  const counts = { calls: 0, refused: 0 };
  const call = async (args: unknown[], source: Failure['source']): Promise<void> => {
    tell({ is: 'call', input: showInput(args), source });
    counts.calls++;
    late.length = 0;
    await settle(found.call.apply(found.holder, args), callMs);
    // What was not awaited may fail in the next turn.
    await setImmediate();
    if (late.length > 0) throw late[0];
  };

  for (const recipes of target.recorded) {
    const args = recipes.map(revive);
    try {
      await call(args, 'recorded');
    } catch (error) {
      // It ended well when it was recorded: any error is a failure.
      return ended(error, showInput(args), 'recorded');
    }
  }
  if (target.params.length === 0 && target.recorded.length > 0)
    return { ...counts, failure: null, isLate: false };

  let failed: { error: unknown; input: string } | null = null;
  const property = fc.asyncProperty(fc.tuple(...target.params.map(arbitraryOf)), async (args) => {
    const input = showInput(args);
    try {
      await call(args, 'generated');
    } catch (error) {
      if (!(error instanceof Late) && !isEngineError(error)) {
        counts.refused++;
        return;
      }
      // The last one is the smallest: fast-check goes on only from inputs that fail.
      failed = { error, input };
      throw error;
    }
  });
  await fc.check(property, {
    numRuns: target.params.length === 0 ? 1 : runs,
    seed,
    interruptAfterTimeLimit: TOTAL_MS,
    markInterruptAsFailure: false,
  });
  const { error, input } = failed ?? { error: null, input: '' };
  return failed === null ? { ...counts, failure: null, isLate: false } : ended(error, input, 'generated');

  function ended(error: unknown, input: string, source: Failure['source']): Ended {
    return {
      ...counts,
      isLate: error instanceof Late,
      failure: { ...describe(error), input, source },
    };
  }
}

async function settle(result: unknown, callMs: number): Promise<void> {
  if (!isThenable(result)) return;
  const over = new AbortController();
  const timer = setTimeout(callMs, 'late', { signal: over.signal }).catch(() => '');
  try {
    const first = await Promise.race([result, timer.then((value) => (value === 'late' ? over : undefined))]);
    if (first === over) throw new Late(`its promise did not settle in ${callMs} ms`);
  } finally {
    over.abort();
  }
}

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';

const isEngineError = (error: unknown): boolean =>
  engineErrors.some((type) => error instanceof type && error.constructor === type && !hasCode(error));

/** Node's own functions refuse wrong arguments with a code: the error is theirs, and meant. */
const hasCode = (error: object): boolean => typeof (error as { code?: unknown }).code === 'string';

function describe(error: unknown): Pick<Failure, 'type' | 'message'> {
  if (error instanceof Error) return { type: error.name, message: error.message.slice(0, 300) };
  return { type: typeof error, message: String(error).slice(0, 300) };
}
