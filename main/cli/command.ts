/** One command of `callscape`. Loaded only when it is asked for, so that the others do not wait for its code. */
export interface Command {
  /** Printed by --help. */
  readonly help: string;
  /** Resolves with the process's exit code. Expected failures are UsageErrors and ContractErrors. */
  run(args: readonly string[]): Promise<number>;
}
