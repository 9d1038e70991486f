import { diffIndices } from 'node-diff3';

const CONTEXT = 3;

/** A change as `diff -u` and git write it; empty when nothing differs. `null` is no file. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  const [a, b] = [linesOf(before), linesOf(after)];
  const changes = diffIndices(a, b).map(({ buffer1, buffer2 }) => ({
    from: buffer1[0],
    removed: buffer1[1],
    to: buffer2[0],
    added: buffer2[1],
  }));
  const hunks: (typeof changes)[] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && change.from - last.from - last.removed <= 2 * CONTEXT)
      hunks.at(-1)?.push(change);
    else hunks.push([change]);
  }
  if (hunks.length === 0) return '';
  const lines = [
    `--- ${before === null ? '/dev/null' : `a/${path}`}`,
    `+++ ${after === null ? '/dev/null' : `b/${path}`}`,
  ];
  for (const hunk of hunks) lines.push(...hunkLines(hunk, a, b));
  return `${lines.join('\n')}\n`;
}

interface Change {
  readonly from: number;
  readonly removed: number;
  readonly to: number;
  readonly added: number;
}

function hunkLines(hunk: readonly Change[], a: readonly string[], b: readonly string[]): string[] {
  const [first, last] = [hunk[0] as Change, hunk.at(-1) as Change];
  const [start, end] = [
    Math.max(0, first.from - CONTEXT),
    Math.min(a.length, last.from + last.removed + CONTEXT),
  ];
  const shift = last.to + last.added - last.from - last.removed;
  const startInB = first.to - (first.from - start);
  const lines: string[] = [];
  let at = start;
  for (const { from, removed, to, added } of hunk) {
    lines.push(...a.slice(at, from).map((line) => ` ${line}`));
    lines.push(...a.slice(from, from + removed).map((line) => `-${line}`));
    lines.push(...b.slice(to, to + added).map((line) => `+${line}`));
    at = from + removed;
  }
  lines.push(...a.slice(at, end).map((line) => ` ${line}`));
  return [`@@ -${range(start, end - start)} +${range(startInB, end + shift - startInB)} @@`, ...lines];
}

/** Lines count from 1; an empty range names the line before it. */
const range = (start: number, length: number): string => `${length === 0 ? start : start + 1},${length}`;

function linesOf(text: string | null): string[] {
  if (text === null || text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  else lines.push(`${lines.pop()}\n\\ No newline at end of file`);
  return lines;
}
