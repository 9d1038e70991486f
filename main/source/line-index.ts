export interface LineIndex {
  /** Line from 1 of a UTF-16 offset. */
  lineAt(offset: number): number;
}

/** Line ends that JavaScript knows besides LF and CRLF. */
const unusual = /\r(?!\n)|[\u2028\u2029]/;

/** Finds lines by offset, as the engine counts them. The text is looked through once, when the first line is asked for. */
export function createLineIndex(text: string): LineIndex {
  let starts: number[] | null = null;
  const find = (): number[] => {
    const found = [0];
    if (!unusual.test(text)) {
      for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
      return found;
    }
    for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) found.push(index + end.length);
    return found;
  };
  return {
    lineAt(offset) {
      starts ??= find();
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      return low;
    },
  };
}
