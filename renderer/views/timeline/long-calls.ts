import type { TimelineWindow } from '#contract';

/**
 * The window without calls shorter than `minNs`. Crowds go too, as long as all that is in them is shorter: a call in a crowd is
 * narrower than a pixel of the window. Calls without an end stay.
 */
export function longCalls(window: TimelineWindow, minNs: number, widthPx: number): TimelineWindow {
  if (minNs <= 0) return window;
  const { spans, density, range } = window;
  const rows: number[] = [];
  for (let row = 0; row < spans.length; row++) {
    const duration = spans.durationNs[row] as number;
    if (duration < 0 || duration >= minNs) rows.push(row);
  }
  const pixelNs = (range.endNs - range.startNs) / widthPx;
  const ints = (column: Int32Array) => Int32Array.from(rows, (row) => column[row] as number);
  const floats = (column: Float64Array) => Float64Array.from(rows, (row) => column[row] as number);
  return {
    ...window,
    spans: {
      length: rows.length,
      thread: ints(spans.thread),
      lane: ints(spans.lane),
      startNs: floats(spans.startNs),
      durationNs: floats(spans.durationNs),
      function: ints(spans.function),
      ordinal: floats(spans.ordinal),
      flags: Uint8Array.from(rows, (row) => spans.flags[row] as number),
    },
    density: minNs >= pixelNs ? noCrowds : density,
  };
}

const noCrowds: TimelineWindow['density'] = {
  length: 0,
  thread: new Int32Array(),
  lane: new Int32Array(),
  startNs: new Float64Array(),
  durationNs: new Float64Array(),
  count: new Float64Array(),
  errors: new Float64Array(),
  function: new Int32Array(),
};
