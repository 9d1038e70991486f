import type { ChosenKeys } from '#contract';
import type { KeyAction } from './key-action.ts';

/** The keys of an action: those that were chosen, else its own. */
export function keysOf(chosen: ChosenKeys, { id, keys }: Pick<KeyAction, 'id' | 'keys'>): readonly string[] {
  return chosen[id] ?? keys;
}

/** Actions that a key does already where it would do another one: those of the same view, and those that work everywhere. */
export function conflictsOf(
  actions: readonly KeyAction[],
  chosen: ChosenKeys,
  action: KeyAction,
  key: string,
): readonly KeyAction[] {
  return actions.filter(
    (other) =>
      other.id !== action.id &&
      (other.view === null || action.view === null || other.view === action.view) &&
      keysOf(chosen, other).includes(key),
  );
}

/** What to choose so that a key does an action and nothing else there. */
export function taking(
  actions: readonly KeyAction[],
  chosen: ChosenKeys,
  action: KeyAction,
  key: string,
): Record<string, readonly string[]> {
  const without = conflictsOf(actions, chosen, action, key).map(
    (other) => [other.id, keysOf(chosen, other).filter((each) => each !== key)] as const,
  );
  const own = [...keysOf(chosen, action).filter((each) => each !== key), key];
  return Object.fromEntries([...without, [action.id, own]]);
}
