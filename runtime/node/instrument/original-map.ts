import { originalSlice, type Rewritten } from './edits.ts';
import { lineStarts } from './lines.ts';
import { writeNumber } from './shift-map.ts';

/** One column on, in the same source and line. */
const NEXT = 'CAAC';

/**
 * A source map (ECMA-426) from a rewritten text to the original one, `name`, which it carries. Each column has a segment of its
 * own, because Node gives a place as that of its segment.
 */
export function originalMap(rewritten: Rewritten, name: string): object {
  const { text } = rewritten;
  return {
    version: 3,
    file: name,
    sources: [name],
    sourcesContent: [originalSlice(rewritten, 0, text.length)],
    names: [],
    mappings: mappingsOf(rewritten),
  };
}

function mappingsOf({ text, starts, lengths }: Rewritten): string {
  const begins = lineStarts(text);
  const lines: string[] = [];
  let edit = 0;
  /** Original column of the last segment. */
  let last = 0;
  for (const [index, begin] of begins.entries()) {
    const end = (begins[index + 1] ?? text.length + 1) - 1;
    const segments: string[] = [`AA${index === 0 ? 'A' : 'C'}${writeNumber(-last)}`];
    let column = 0;
    /** Columns of the rewritten text since the last segment. */
    let passed = 0;
    for (let at = begin; at < end; at++) {
      while (edit < starts.length && starts[edit] === at) {
        const length = lengths[edit++] as number;
        at += length;
        passed += length;
      }
      if (at >= end) break;
      if (at > begin) {
        segments.push(
          passed === 0 && column > 0
            ? NEXT
            : `${writeNumber(passed + (column > 0 ? 1 : 0))}AA${column > 0 ? 'C' : 'A'}`,
        );
      }
      passed = 0;
      column++;
    }
    last = Math.max(0, column - 1);
    lines.push(segments.join());
  }
  return lines.join(';');
}
