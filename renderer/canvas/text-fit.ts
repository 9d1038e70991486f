const ELLIPSIS = '…';
/** A cut shorter than this says nothing. */
const FEWEST_LETTERS = 2;
/** A recording can have a hundred thousand names; those on screen fit many times over. */
const CACHE_LIMIT = 20_000;

/** Cuts labels to a width. Names are measured once: each is kept as the running width of its letters. */
export interface TextFit {
  /** `text`, or its beginning and an ellipsis, or '' when `widthPx` has no room for two letters. */
  fit(text: string, widthPx: number): string;
  /** For texts that are written whole, however many there are of them. */
  widthOf(text: string): number;
}

/** `measure`: the width in px of a text in the font that the labels are painted in. */
export function createTextFit(measure: (text: string) => number): TextFit {
  const letterWidths = new Map<string, number>();
  const runningWidths = new Map<string, Float32Array>();
  const ellipsisWidth = measure(ELLIPSIS);

  function letterWidth(letter: string): number {
    let width = letterWidths.get(letter);
    if (width === undefined) {
      width = measure(letter);
      letterWidths.set(letter, width);
    }
    return width;
  }

  function running(text: string): Float32Array {
    const cached = runningWidths.get(text);
    if (cached !== undefined) return cached;
    const widths = new Float32Array(text.length + 1);
    for (let i = 0; i < text.length; i++)
      widths[i + 1] = (widths[i] as number) + letterWidth(text[i] as string);
    if (runningWidths.size >= CACHE_LIMIT) runningWidths.clear();
    runningWidths.set(text, widths);
    return widths;
  }

  /** Not kept: counts are other texts in every frame of a zoom, and would push the names out. */
  function widthOf(text: string): number {
    let width = 0;
    for (let i = 0; i < text.length; i++) width += letterWidth(text[i] as string);
    return width;
  }

  return {
    widthOf,
    fit(text, widthPx) {
      const widths = running(text);
      if ((widths[text.length] as number) <= widthPx) return text;
      let low = 0;
      let high = text.length;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if ((widths[middle] as number) + ellipsisWidth <= widthPx) low = middle;
        else high = middle - 1;
      }
      return low < FEWEST_LETTERS ? '' : text.slice(0, low) + ELLIPSIS;
    },
  };
}
