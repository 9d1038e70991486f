/** Thrown when we have to end as the target did. */
export class ExitBySignal extends Error {
  override readonly name = 'ExitBySignal';
  readonly signal: string;

  constructor(signal: string) {
    super(`ended by ${signal}`);
    this.signal = signal;
  }
}

/** Ends this process by the signal, so that whoever started it sees what happened to the target. */
export function dieBySignal(signal: string): void {
  process.removeAllListeners(signal);
  process.exitCode = 1;
  process.kill(process.pid, signal as NodeJS.Signals);
  // Not every signal ends a process at once; nothing may happen in between.
  setTimeout(() => process.exit(), 1000);
}
