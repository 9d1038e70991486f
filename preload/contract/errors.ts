/**
 * Why a call failed, as far as a caller can act on it. The message is a sentence for a person and says what to do.
 * - `invalid-request`: the request does not fit its schema; a defect of the caller.
 * - `not-found`: the project, run, file or span does not exist (any more).
 * - `refused`: understood, and not done: a folder that is no project, a newer recording, a port in use.
 * - `damaged`: data on disk fails its checks.
 * - `cancelled`: the caller aborted; `closed`: the transport went away; `timeout`: the time limit of the call passed.
 * - `internal`: a broken assumption on the serving side; its details are in the log there.
 */
export type ErrorCode =
  | 'invalid-request'
  | 'not-found'
  | 'refused'
  | 'damaged'
  | 'cancelled'
  | 'closed'
  | 'timeout'
  | 'internal';

/** The only error that crosses a transport; `data` is JSON. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly code: ErrorCode;
  readonly data: unknown;

  constructor(code: ErrorCode, message: string, data?: unknown) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** Whether an unknown thrown value is a ContractError of one of these codes (of any, when none is given). */
export function isContractError(error: unknown, ...codes: ErrorCode[]): error is ContractError {
  return error instanceof ContractError && (codes.length === 0 || codes.includes(error.code));
}
