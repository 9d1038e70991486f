import type { Ambient } from '../parents/ambient.ts';
import type { BudgetOptions } from './budget.ts';
import type { Capture } from './capture.ts';
import type { Clock } from './clock.ts';
import type { StringIds } from './strings.ts';

/** What a recorder needs of the thread it records. */
export interface RecorderOptions {
  readonly clock: Clock;
  /** ns on the clock of `clock`. */
  readonly now: () => number;
  readonly exact: boolean;
  /** Whether calls and awaits are recorded anywhere: level 3. */
  readonly deep: boolean;
  /** Whether awaits are among them; absent: yes. */
  readonly awaits?: boolean;
  readonly flushNs: number;
  /** Times that the stack may empty before all is written; absent: as often as it likes. */
  readonly mostTraces?: number;
  readonly createCapture: (words: Int32Array) => Capture;
  readonly captureWords: number;
  readonly strings: StringIds;
  readonly ambient: Ambient;
  /** How much of the thread's time recording may take; absent: as much as it does. */
  readonly budget?: BudgetOptions;
  /** Frames that must stand before the coming events: definitions, strings. */
  readonly takeFrames: (isThrottlingNew: boolean) => readonly Uint8Array[];
  readonly write: (frame: Uint8Array) => void;
  /** Asks for a `flush` when the event loop turns: soon after a lone burst, later under load (`idleNs` since the last). */
  readonly armTimer: (idleNs: number) => void;
  /** Somebody may have asked for other levels. */
  readonly levelsChanged: () => void;
  /** The recorder has switched itself off. */
  readonly failed: (error: unknown) => void;
}
