import type { Setting } from '#contract';
import { captureKeys } from './keys-capture.ts';
import { coreKeys } from './keys-core.ts';
import { storageKeys } from './keys-storage.ts';

/** One key of `.env.tracing`. */
export interface SettingKey {
  readonly key: string;
  readonly type: Setting['type'];
  /** As it would stand in the file; empty: not set. */
  readonly default: string;
  readonly group: string;
  readonly description: string;
  /** Whether anything acts on it today; the description of one that does not says so. */
  readonly acts: boolean;
  /** Of a choice: the values that there are. */
  readonly choices?: readonly string[];
  /** A list of `pattern=level`. */
  readonly levels?: boolean;
  /** What each item of a list has to be, and what to write instead of one that is not. */
  readonly items?: { readonly check: (item: string) => boolean; readonly advice: string };
  /** Bounds of a number, both inclusive. */
  readonly min?: number;
  readonly max?: number;
}

/** Every key that is understood, in the order of the settings page. */
export const settingKeys: readonly SettingKey[] = [...coreKeys, ...captureKeys, ...storageKeys];

export const findSettingKey = (key: string): SettingKey | undefined =>
  settingKeys.find((candidate) => candidate.key === key);
