import type { FunctionTable } from '#contract';

/** A bar of a small histogram; all as shares of the cell, 0 to 1, from the left and from the bottom. */
export interface Bar {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

type Quantiles = Pick<FunctionTable, 'minNs' | 'p50Ns' | 'p90Ns' | 'p95Ns' | 'p99Ns' | 'maxNs'>;

/** Where a share of the calls lies, by the columns that bound it. */
const pieces = [
  ['minNs', 'p50Ns', 0.5],
  ['p50Ns', 'p90Ns', 0.4],
  ['p90Ns', 'p95Ns', 0.05],
  ['p95Ns', 'p99Ns', 0.04],
  ['p99Ns', 'maxNs', 0.01],
] as const;

/** Narrower ones could not be seen. */
const NARROWEST = 0.02;

/** The times of all rows from the shortest to the longest, as logarithms; the same for all, so that rows can be compared. */
export function timeScale({ minNs, maxNs }: Quantiles): { readonly from: number; readonly to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, 0];
  for (let row = 0; row < minNs.length; row++) {
    if (!((maxNs[row] as number) > 0)) continue;
    from = Math.min(from, logOf(minNs[row] as number));
    to = Math.max(to, logOf(maxNs[row] as number));
  }
  return from < to ? { from, to } : { from: 0, to: 1 };
}

/**
 * How the durations of a function are spread over a logarithmic scale, as far as its percentiles tell: each bar is as large in
 * area as the share of the calls between two of them. The highest bar fills the cell.
 */
export function quantileBars(
  table: Quantiles,
  row: number,
  scale: { from: number; to: number },
): readonly Bar[] {
  if (!((table.maxNs[row] as number) > 0)) return [];
  const at = (name: keyof Quantiles) =>
    (logOf(table[name][row] as number) - scale.from) / (scale.to - scale.from);
  const bars = pieces.map(([lower, upper, share]) => {
    const left = Math.min(1 - NARROWEST, Math.max(0, at(lower)));
    const width = Math.max(NARROWEST, at(upper) - at(lower));
    return { left, width, height: share / width };
  });
  const highest = Math.max(...bars.map(({ height }) => height));
  return bars.map((bar) => ({ ...bar, height: Math.max(0.06, bar.height / highest) }));
}

const logOf = (ns: number): number => Math.log10(Math.max(1, ns));

/** The bars as pieces of a background. A place in percent says how the room beside a piece is shared, not where the piece begins. */
export function pieceStyle(bars: readonly Bar[]): {
  readonly backgroundSize: string;
  readonly backgroundPosition: string;
} {
  if (bars.length === 0) return { backgroundSize: '0 0', backgroundPosition: '0 0' };
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  return {
    backgroundSize: bars.map(({ width, height }) => `${percent(width)} ${percent(height)}`).join(),
    backgroundPosition: bars
      .map(({ left, width }) => `${percent(width < 1 ? left / (1 - width) : 0)} 100%`)
      .join(),
  };
}
