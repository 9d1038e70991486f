import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Rewritten } from './edits.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const COMMENT = /\/\/[#@] ?sourceMappingURL=(\S+)[ \t]*$/gm;

/**
 * The rewritten text with its source map, inline, moved along with the insertions: for a Node that maps stack traces
 * itself. The text as it is where there is no map.
 */
export function shiftSourceMap(rewritten: Rewritten, file: string): string {
  const { text } = rewritten;
  const comment = [...text.matchAll(COMMENT)].at(-1);
  const url = comment?.[1];
  if (!comment || !url) return text;
  try {
    const inline = /^data:[^,]*;base64,(.*)$/.exec(url);
    const json = JSON.parse(
      inline
        ? Buffer.from(inline[1] as string, 'base64').toString()
        : readFileSync(resolve(dirname(file), decodeURIComponent(url)), 'utf8'),
    ) as { mappings: string };
    json.mappings = shiftMappings(json.mappings, rewritten);
    const data = Buffer.from(JSON.stringify(json)).toString('base64');
    const shifted = `//# sourceMappingURL=data:application/json;base64,${data}`;
    return text.slice(0, comment.index) + shifted + text.slice(comment.index + comment[0].length);
  } catch {
    return text;
  }
}

/** Moves each segment's generated column; all other fields are relative to each other and stay as they stand. */
function shiftMappings(mappings: string, { text, starts, lengths }: Rewritten): string {
  let lineStart = 0;
  let edit = 0;
  const lines = mappings.split(';').map((line) => {
    const lineEnd = text.indexOf('\n', lineStart);
    const end = lineEnd < 0 ? text.length : lineEnd;
    while (edit < starts.length && (starts[edit] as number) < lineStart) edit++;
    let column = 0;
    let shift = 0;
    let written = 0;
    const segments = line.split(',').map((segment) => {
      if (segment === '') return '';
      const [delta, rest] = readNumber(segment);
      column += delta;
      while (edit < starts.length && (starts[edit] as number) <= Math.min(lineStart + column + shift, end)) {
        shift += lengths[edit++] as number;
      }
      const moved = column + shift - written;
      written = column + shift;
      return writeNumber(moved) + rest;
    });
    lineStart = end + 1;
    return segments.join(',');
  });
  return lines.join(';');
}

function readNumber(segment: string): [value: number, rest: string] {
  let value = 0;
  for (let i = 0, shift = 0; i < segment.length; i++, shift += 5) {
    const digit = ALPHABET.indexOf(segment[i] as string);
    value += (digit & 31) << shift;
    if ((digit & 32) === 0) return [value & 1 ? -(value >> 1) : value >> 1, segment.slice(i + 1)];
  }
  return [value, ''];
}

/** A number as source maps write it. */
export function writeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += ALPHABET[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
