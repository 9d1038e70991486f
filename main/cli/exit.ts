import { constants } from 'node:os';

/** Thrown when we have to end as the target did. */
export class ExitBySignal extends Error {
  override readonly name = 'ExitBySignal';
  readonly signal: string;

  constructor(signal: string) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

/**
 * Ends this process by the signal, so that whoever started it sees what happened to the target. Resolves with the exit
 * code that a shell would give when the signal does not end it: Node ignores SIGPIPE, for one.
 */
export function dieBySignal(signal: string): Promise<number> {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal as NodeJS.Signals);
  const code = 128 + (constants.signals[signal as NodeJS.Signals] ?? 0);
  // A signal may take a moment, and nothing may happen in between.
  return new Promise((resolve) => setTimeout(resolve, 1000, code));
}
