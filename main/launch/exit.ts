import { constants } from 'node:os';

/** How a target ended: exactly one of the two is set, or neither when nobody saw it end. */
export interface TargetExit {
  readonly code: number | null;
  /** `SIGTERM`, `SIGKILL` ... */
  readonly signal: string | null;
}

const names = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/** 0 is no signal. A number without a name here stays a number. */
export function signalName(number: number | undefined): string | null {
  if (number === undefined || number === 0) return null;
  return names.get(number) ?? `signal ${number}`;
}

/** The signal behind an exit code of a shell whose child died by one: 128 and its number. */
export function signalOfExitCode(code: number | null): string | null {
  return code !== null && code > 128 && code < 160 ? (names.get(code - 128) ?? null) : null;
}
