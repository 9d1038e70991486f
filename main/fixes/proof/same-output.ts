/** What the outputs of runs before and after a change have in common. */
export interface OutputVerdict {
  readonly outcome: 'passed' | 'unknown' | 'failed';
  readonly text: string;
}

/**
 * Whether a program says after a change what it said before it. What differs among the runs before is noise: times, ids, the
 * order of lines. So the outputs are compared at the strictest of four grades at which the runs before agree with each other:
 * to the letter, without the values of numbers, without the order of lines, not at all.
 */
export function compareOutputs(before: readonly string[], after: readonly string[]): OutputVerdict {
  const [b, a] = [before.map(readable), after.map(readable)];
  const grade = grades.find(({ of }) => allEqual(b.map(of)));
  if (grade === undefined)
    return { outcome: 'unknown', text: 'The output was not the same twice even before the fix.' };
  const { of, but } = grade;
  const differing = a.find((text) => of(text) !== of(b[0] ?? ''));
  if (differing === undefined) return { outcome: 'passed', text: `The output is the same${but}.` };
  const where = firstDifference(of(b[0] ?? ''), of(differing));
  // A time that two runs before happen to share is no reason to take a fix back, nor is it a reason to trust it.
  if (grade === grades[0] && masked(differing) === masked(b[0] ?? ''))
    return { outcome: 'unknown', text: `Numbers of the output differ: ${where}.` };
  return { outcome: 'failed', text: `The output differs: ${where}.` };
}

const masked = (text: string): string =>
  text
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{12,}\b/gi, '#')
    .replace(/\d+(?:[.,:]\d+)*/g, '#');
const unordered = (text: string): string => masked(text).split('\n').sort().join('\n');

const grades = [
  { of: (text: string) => text, but: '' },
  { of: masked, but: ', but for numbers that differ from run to run' },
  { of: unordered, but: ', but for the order of lines, which differs from run to run' },
] as const;

/** Without what only a terminal obeys: colours, titles, movements of the cursor. */
export const readable = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one.
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g, '')
    .replace(/\r+\n/g, '\n')
    .trimEnd();

const allEqual = (texts: readonly string[]): boolean => texts.every((text) => text === texts[0]);

function firstDifference(before: string, after: string): string {
  const [b, a] = [before.split('\n'), after.split('\n')];
  const at = b.findIndex((line, index) => line !== a[index]);
  const line = at === -1 ? b.length : at;
  const shown = (text: string | undefined): string =>
    text === undefined ? 'nothing' : `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`;
  return `line ${line + 1} was ${shown(b[line])} and is ${shown(a[line])}`;
}
