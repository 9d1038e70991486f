import { diffIndices } from 'node-diff3';
import type { TextEdit } from './text-edit.ts';

/** The edits that make one text of another, line by line: what both have in common is left alone, so that other edits fit in between. */
export function lineEdits(before: string, after: string): TextEdit[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  const offsets = [0];
  for (const line of old) offsets.push((offsets.at(-1) ?? 0) + line.length);
  return diffIndices(old, now).map(({ buffer1: [at, length], buffer2Content }) => ({
    start: offsets[at] ?? before.length,
    end: offsets[at + length] ?? before.length,
    text: buffer2Content.join(''),
  }));
}

/** With their ends. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
