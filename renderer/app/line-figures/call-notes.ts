import type { SpanDetail, StepTable } from '#contract';
import { valueText } from '#renderer/app/values/value-text.ts';
import { stepsOfCall } from '#renderer/data/index.ts';

/** What stands behind the lines of a call. */
export interface CallNotes {
  readonly notes: ReadonlyMap<number, string>;
  /** The line on which it ended by an exception; `null`: it did not, or its steps are not known. */
  readonly failedAt: number | null;
}

/**
 * Parameters and outcome of a call behind the line of its function; and where its steps are known, what each line set, the last
 * time it ran, and the line that threw.
 */
export function callNotes(
  { identity, status, params, returned, thrown }: SpanDetail,
  steps: StepTable | undefined,
): CallNotes {
  const parts = new Map<number, string[]>();
  const add = (line: number, text: string) => parts.set(line, [...(parts.get(line) ?? []), text]);
  for (const { name, value } of params ?? []) add(identity.line, `${name} = ${valueText(value, 48)}`);
  if (returned) add(identity.line, `returned ${valueText(returned, 64)}`);
  // Of a longer call only the first steps are here, and the last of them did not throw.
  const isWhole = steps !== undefined && steps.length > 0 && steps.length < stepsOfCall;
  const failedAt = status === 'error' && isWhole ? (steps.line[steps.length - 1] as number) : null;
  if (steps) for (const [line, text] of writesByLine(steps)) add(line, text);
  if (thrown) add(failedAt ?? identity.line, `threw ${valueText(thrown, 80)}`);
  return { notes: new Map([...parts].map(([line, texts]) => [line, texts.join(', ')])), failedAt };
}

/** `total = 12` for every line that set something. */
function writesByLine({ line, writes }: StepTable): ReadonlyMap<number, string> {
  const byLine = new Map<number, Map<string, string>>();
  for (const { row, variable, value } of writes) {
    const at = line[row];
    if (at === undefined) continue;
    const names = byLine.get(at) ?? new Map<string, string>();
    byLine.set(at, names.set(variable.name, valueText(value, 48)));
  }
  return new Map(
    [...byLine].map(([at, names]) => [at, [...names].map(([name, text]) => `${name} = ${text}`).join(', ')]),
  );
}
