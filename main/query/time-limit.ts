import { ContractError } from '#contract';
import type { QueryMessage } from './messages.ts';

/** The same from a worker that looked at the clock and for one that had to be ended. */
export function timeoutError({
  name,
  timeLimitMs,
}: Pick<QueryMessage, 'name' | 'timeLimitMs'>): ContractError {
  const limit = timeLimitMs < 1000 ? `${timeLimitMs} ms` : `${timeLimitMs / 1000} s`;
  return new ContractError(
    'timeout',
    name === 'sql'
      ? `The statement took longer than ${limit}. Give it more time, or let it read less: conditions on start_ns, duration_ns, self_ns, depth, name, file, thread or status joined by AND are answered without reading every call, and functions and calls have sums of all of them.`
      : `The query took longer than ${limit}. Ask for less: a shorter range, or fewer calls.`,
  );
}
