import type { TimelineWindow } from '#contract';

/** Which calls of a window are left in it. */
export interface Keep {
  /** Shorter calls are left out; 0: none. */
  readonly minNs: number;
  /** 1 for each function whose calls are shown; `null`: all. */
  readonly functions: Uint8Array | null;
}

/**
 * The window without the calls that are not wanted, as far as they can be told apart. A crowd goes when all that is in it is too
 * short (a call in a crowd is narrower than a pixel of the window), or when most of its calls are of a function that is not
 * shown. Calls without an end are never too short.
 */
export function keptCalls(
  window: TimelineWindow,
  { minNs, functions }: Keep,
  widthPx: number,
): TimelineWindow {
  if (minNs <= 0 && functions === null) return window;
  const { spans, density, range } = window;
  const isShown = (fn: number) => functions === null || fn < 0 || functions[fn] === 1;
  const pixelNs = (range.endNs - range.startNs) / widthPx;
  const calls = rowsOf(spans.length, (row) => {
    const duration = spans.durationNs[row] as number;
    return (duration < 0 || duration >= minNs) && isShown(spans.function[row] as number);
  });
  const crowds = rowsOf(density.length, (row) => minNs < pixelNs && isShown(density.function[row] as number));
  return { ...window, spans: picked(spans, calls), density: picked(density, crowds) };
}

function rowsOf(length: number, isKept: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(length);
  let kept = 0;
  for (let row = 0; row < length; row++) if (isKept(row)) rows[kept++] = row;
  return rows.subarray(0, kept);
}

type Columns = Readonly<Record<string, number | Int32Array | Float64Array | Uint8Array>>;

/** The columns with these rows alone. */
function picked<T extends Columns & { readonly length: number }>(columns: T, rows: Int32Array): T {
  const entries = Object.entries(columns).map(([name, column]) => {
    if (typeof column === 'number') return [name, rows.length];
    const values = column.slice(0, rows.length);
    for (let i = 0; i < rows.length; i++) values[i] = column[rows[i] as number] as number;
    return [name, values];
  });
  return Object.fromEntries(entries) as T;
}
