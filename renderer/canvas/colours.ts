/** What a painter draws with, as CSS colours; read from the theme's variables by the view that owns the canvas. */
export interface CanvasTheme {
  readonly background: string;
  /** Behind every other track or row, to guide the eye. */
  readonly band: string;
  readonly grid: string;
  readonly text: string;
  readonly mutedText: string;
  readonly accent: string;
  readonly error: string;
  readonly warning: string;
  /** Boxes that a search leaves out, or whose function is not known. */
  readonly faded: string;
  readonly font: string;
}

/**
 * Colours by function, a byte each: a painter fills all boxes of one slot at once, and changing the fill is what costs.
 * Slot 0 is the theme's `faded`.
 */
export interface BoxColours {
  /** Slot by function index. */
  readonly slots: Uint8Array;
  /** Slot by file index, for what is merged over a file. */
  readonly fileSlots: Uint8Array;
  readonly fills: readonly string[];
  /** Text that can be read on the fill of the same slot. */
  readonly inks: readonly string[];
}

const MAX_SLOTS = 256;

/**
 * Gives every file a slot. `fileOf` maps a function to its file; `colourOf` a file to its colour. Past 255 different colours
 * the rest is faded; a palette has far fewer.
 */
export function boxColours(
  fileOf: Int32Array,
  files: readonly string[],
  colourOf: (file: string) => { readonly fill: string; readonly ink: string },
  theme: CanvasTheme,
): BoxColours {
  const fills = [theme.faded];
  const inks = [theme.mutedText];
  const slotOfFill = new Map<string, number>();
  const slotOfFile = Uint8Array.from(files, (file) => {
    const { fill, ink } = colourOf(file);
    const known = slotOfFill.get(fill);
    if (known !== undefined) return known;
    if (fills.length === MAX_SLOTS) return 0;
    slotOfFill.set(fill, fills.length);
    inks.push(ink);
    return fills.push(fill) - 1;
  });
  const slots = Uint8Array.from(fileOf, (file) => slotOfFile[file] ?? 0);
  return { slots, fileSlots: slotOfFile, fills, inks };
}

/** The slot of a function code (-2 - file: of the file); 0 for one that is not known (yet) or that a search leaves out. */
export function slotOf(colours: BoxColours, fn: number, matches: Uint8Array | null): number {
  if (fn <= -2 && matches === null) return colours.fileSlots[-2 - fn] ?? 0;
  if (fn < 0 || (matches !== null && matches[fn] !== 1)) return 0;
  return colours.slots[fn] ?? 0;
}
