import { setImmediate, setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { arbitraryOf } from './arbitrary.ts';
import { built, type Instance, instancesFor, noInstance, rebuilt } from './instances.ts';
import type { Failure, Message, Order, RecordedCall, Target } from './protocol.ts';
import { revive } from './revive.ts';
import { showInput } from './show-input.ts';

type Untagged<M> = M extends unknown ? Omit<M, 'nonce'> : never;
export type Tell = (message: Untagged<Message>) => void;

/** What is called, once it has been found. */
export interface Found {
  /** @param on the instance; `undefined` where none is needed */
  readonly call: (args: unknown[], on: unknown) => unknown;
  /** The class of the instances that it is called on; `null` where none is needed. */
  readonly made: (new (...args: unknown[]) => unknown) | null;
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
/** The constructor refused its arguments: there is nothing to call the method on. */
class Unbuilt extends Error {}

/**
 * Calls a function with what was recorded, then with what is generated; stops at the first failure, with its smallest input.
 * @returns why it cannot be called, where it never could
 */
export async function exerciseTarget(
  found: Found,
  target: Target,
  { runs, seed, callMs }: Order,
  tell: Tell,
): Promise<Ended | string> {
  const counts = { calls: 0, refused: 0 };
  /** Why no instance could be made the last time, and whether it was a component that wants to be rendered. */
  let unbuilt = '';
  let needsRenderer = false;
  /** What the sandbox said the last time that it did not let a call do its work, and how often it did. */
  let denied = '';
  let denials = 0;

  function instanceOf(way: Instance): unknown {
    try {
      return way.make();
    } catch (error) {
      unbuilt = describe(error).message;
      throw new Unbuilt();
    }
  }

  const call = async (args: unknown[], way: Instance, source: Failure['source']): Promise<void> => {
    const on = instanceOf(way);
    const { instance, receiver } = way;
    tell({ is: 'call', input: showInput(args), instance, receiver, source });
    counts.calls++;
    late.length = 0;
    await settle(found.call(args, on), callMs);
    // What was not awaited may fail in the next turn.
    await setImmediate();
    if (late.length > 0) throw late[0];
  };

  const { made } = found;
  const member = target.member?.kind === 'method' ? target.member : null;
  /** What a recorded call is made on; a reason where its own object cannot be had, and another one would prove nothing. */
  const recordedWay = ({ on }: RecordedCall): Instance | string => {
    if (made === null || member === null) return noInstance;
    if (on !== null) return rebuilt(made, on);
    const [first] = member.recorded;
    if (first === undefined && member.params === null) return 'nothing is known of what its class takes';
    return built(made, first?.args.map(revive) ?? []);
  };
  for (const recorded of target.recorded) {
    const args = recorded.args.map(revive);
    const way = recordedWay(recorded);
    if (typeof way === 'string') {
      unbuilt = `the object that a run called it on cannot be made again: ${way}`;
      continue;
    }
    try {
      await call(args, way, 'recorded');
    } catch (error) {
      if (error instanceof Unbuilt) continue;
      // It ended well when it was recorded: any error is a failure, unless the instance was another one.
      if (way.instance !== null && !isEngineError(error)) counts.refused++;
      else return ended(error, args, way, 'recorded');
    }
  }
  if (target.params.length === 0 && counts.calls > 0) return { ...counts, failure: null, isLate: false };

  const making =
    made === null || member === null ? fc.constant(noInstance) : instancesFor(made, member, target.recorded);
  if (making === null) return `no instance could be made to call it on: ${unbuilt}`;
  let failed: { error: unknown; args: unknown[]; way: Instance; input: string } | null = null;
  const property = fc.asyncProperty(
    making,
    fc.tuple(...target.params.map(arbitraryOf)),
    async (way, args) => {
      const input = showInput(args);
      try {
        await call(args, way, 'generated');
      } catch (error) {
        if (error instanceof Unbuilt) return;
        needsRenderer ||= isHookError(error);
        if (isDenied(error)) {
          // Node says how to allow it, which nobody can here.
          denied = describe(error).message.replace(/ Use --allow.*$/, '');
          denials++;
        }
        if (isHookError(error) || (!(error instanceof Late) && !isEngineError(error))) {
          counts.refused++;
          return;
        }
        // The last one is the smallest: fast-check goes on only from inputs that fail.
        failed = { error, args, way, input };
        throw error;
      }
    },
  );
  const isConstant = target.params.length === 0 && (member?.params ?? []).length === 0;
  await fc.check(property, {
    numRuns: isConstant ? 1 : runs,
    seed,
    interruptAfterTimeLimit: TOTAL_MS,
    markInterruptAsFailure: false,
  });
  const last = failed as { error: unknown; args: unknown[]; way: Instance; input: string } | null;
  if (last !== null) return ended(last.error, last.args, last.way, 'generated', last.input);
  if (counts.calls === 0) return `no instance could be made to call it on: ${unbuilt}`;
  if (needsRenderer && counts.refused === counts.calls)
    return 'it uses hooks, which work only while it is rendered';
  if (denials > 0 && denials === counts.calls) return `the sandbox does not let it do its work: ${denied}`;
  return { ...counts, failure: null, isLate: false };

  function ended(
    error: unknown,
    args: unknown[],
    { instance, receiver }: Instance,
    source: Failure['source'],
    input = showInput(args),
  ): Ended {
    return {
      ...counts,
      isLate: error instanceof Late,
      failure: { ...describe(error), input, instance, receiver, source },
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

/** What React says of a component that calls hooks while nothing renders it. */
const isHookError = (error: unknown): boolean =>
  error instanceof Error && /Invalid hook call|\(reading 'use[A-Z]\w*'\)/.test(error.message);

const isDenied = (error: unknown): boolean =>
  error instanceof Error && (error as { code?: unknown }).code === 'ERR_ACCESS_DENIED';

/** Node's own functions refuse wrong arguments with a code: the error is theirs, and meant. */
const hasCode = (error: object): boolean => typeof (error as { code?: unknown }).code === 'string';

function describe(error: unknown): Pick<Failure, 'type' | 'message'> {
  if (error instanceof Error) return { type: error.name, message: error.message.slice(0, 300) };
  return { type: typeof error, message: String(error).slice(0, 300) };
}
