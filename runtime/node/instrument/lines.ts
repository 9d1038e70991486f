import type { Place } from './embedded.ts';

const START: Omit<Place, 'isBody'> = { line: 0, column: 0 };
const OTHER_LINE_END = /[\r\u2028\u2029]/;
const LINE_END = /\r\n|[\n\r\u2028\u2029]/g;

/** Where the lines of a text begin, as the engine counts them. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!OTHER_LINE_END.test(text)) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
      starts[starts.length] = at + 1;
    return starts;
  }
  // Not by `push`, which may be the app's own by now.
  for (const end of text.matchAll(LINE_END)) starts[starts.length] = end.index + end[0].length;
  return starts;
}

/** Line and column, both from 1, of offsets in a text; moved where it is a part of a file. */
export class Lines {
  private readonly starts: number[];
  private readonly place: Place | undefined;

  constructor(text: string, place?: Place) {
    this.starts = lineStarts(text);
    this.place = place;
  }

  at(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    const { line, column } = this.place ?? START;
    const own = offset - (this.starts[low] as number) + 1;
    return { line: low + 1 + line, column: low === 0 ? own + column : own };
  }
}
