import { enableCompileCache } from 'node:module';
import { isContractError } from '#contract';
import { UsageError } from './arguments.ts';

/** Exit code for what was not understood or could not be done. */
const failed = 2;

/**
 * Runs a program and sets the exit code of this process to what it resolves with. A failure that was to be expected is one
 * line on standard error, anything else is a defect and shows where it is; both exit with 2.
 */
export async function runProgram(program: (args: readonly string[]) => Promise<number>): Promise<void> {
  enableCompileCache();
  // A reader that has seen enough (head, less) closes the pipe; that is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await program(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`callscape: ${complaint(error)}\n`);
    process.exitCode = failed;
  }
}

function complaint(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const expected = error instanceof UsageError || (isContractError(error) && error.code !== 'internal');
  return expected ? error.message : (error.stack ?? error.message);
}
