import { FrameTooLargeError } from './codec.ts';
import { ContractError } from './errors.ts';
import type { ServerMessage } from './messages.ts';

/**
 * What the window hears of a failure. Only a ContractError is meant for it; anything else may hold paths, values or stacks
 * of this side and goes to the log instead.
 */
export function errorMessage(
  id: number,
  error: unknown,
  where: string,
  log: ((error: unknown, where: string) => void) | undefined,
): ServerMessage & { t: 'error' } {
  if (error instanceof ContractError) {
    const data = isJson(error.data) ? error.data : undefined;
    return { t: 'error', id, code: error.code, message: error.message, data };
  }
  if (error instanceof FrameTooLargeError) {
    const message = `The answer of ${where} is too large to send: ${error.message}. Ask for a smaller part.`;
    return { t: 'error', id, code: 'refused', message };
  }
  log?.(error, where);
  const message = `Something went wrong in the engine (${where}). Its log has the details.`;
  return { t: 'error', id, code: 'internal', message };
}

function isJson(data: unknown): boolean {
  try {
    return JSON.stringify(data) !== undefined;
  } catch {
    return false;
  }
}
