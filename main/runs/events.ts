import type { Run, RunProgress, TerminalOutput, Tidied } from '#contract';
import { createKeyedEmitter, type KeyedEmitter } from '../keyed-emitter.ts';

/** What windows can listen to. */
export interface RunEvents {
  /** By project folder. */
  readonly changed: KeyedEmitter<Run>;
  /** By run. */
  readonly output: KeyedEmitter<TerminalOutput>;
  readonly progress: KeyedEmitter<RunProgress>;
  /** By project folder. */
  readonly tidied: KeyedEmitter<Tidied>;
}

export const createRunEvents = (): RunEvents => ({
  changed: createKeyedEmitter(),
  output: createKeyedEmitter(),
  progress: createKeyedEmitter(),
  tidied: createKeyedEmitter(),
});
