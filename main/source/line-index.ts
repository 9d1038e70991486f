export interface LineIndex {
  /** Line from 1 of a UTF-16 offset. */
  lineAt(offset: number): number;
}

/** Finds lines by offset. The text is looked through once, when the first line is asked for. */
export function createLineIndex(text: string): LineIndex {
  let starts: number[] | null = null;
  const find = (): number[] => {
    const found = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
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
