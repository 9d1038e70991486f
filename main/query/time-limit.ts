import { ContractError } from '#contract';

/** The same from a worker that looked at the clock and for one that had to be ended. */
export const timeoutError = (timeLimitMs: number): ContractError =>
  new ContractError(
    'timeout',
    `The query took longer than ${timeLimitMs} ms. Ask for less: a shorter range, or fewer calls.`,
  );
