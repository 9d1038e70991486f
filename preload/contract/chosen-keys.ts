import * as v from 'valibot';

/**
 * Keys that the person chose for actions of the workbench, by the action's id (`run.start`, `timeline.zoom-in`). An action that is not
 * named keeps its own keys; one with none has no key any more. A key is written `Ctrl+Shift+P`, `F5`, `?`.
 */
export type ChosenKeys = Readonly<Record<string, readonly string[]>>;

export interface ChooseKeys {
  /** Each action's new keys; `null` gives it its own keys back. */
  readonly actions: Readonly<Record<string, readonly string[] | null>>;
}

const action = v.pipe(v.string(), v.regex(/^[a-z][\w.-]*$/), v.maxLength(100));
const keys = v.pipe(
  v.array(v.pipe(v.string(), v.minLength(1), v.maxLength(40))),
  v.maxLength(8),
  v.readonly(),
);

export const chosenKeys = v.record(action, keys);
export const chooseKeysRequest = v.strictObject({ actions: v.record(action, v.nullable(keys)) });
