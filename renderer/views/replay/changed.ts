import type { StepState, VariableKey, VariableState } from '#contract';

/** What a variable is known by: the call it belongs to, or the module, and its place there. */
export function variableId({ span, function: fn, index }: VariableKey): string {
  return `${span ?? `module ${fn}`} ${index}`;
}

/** When each variable in sight was set. */
export function settings(state: StepState): ReadonlyMap<string, number> {
  const all = [...state.frames.flatMap(({ variables }) => variables), ...state.module];
  return new Map(all.map(({ variable, setAt }) => [variableId(variable), setAt]));
}

/**
 * Whether a variable got its value between the place that was shown before and this one, in either direction; with nothing shown
 * before, whether the step just behind set it.
 */
export function isChanged(
  { variable, setAt }: VariableState,
  step: number,
  before: ReadonlyMap<string, number> | null,
): boolean {
  if (before === null) return setAt >= 0 && setAt === step - 1;
  return before.get(variableId(variable)) !== setAt;
}
