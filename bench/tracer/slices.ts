import { median } from '../table.ts';

/** How sure a ratio is that has been taken in slices, each compared with the untraced ones of its turn. */
export interface Spread {
  /** Quartiles of the ratios of all slices. */
  readonly lower: number;
  readonly upper: number;
  /** Median ratio of each process: that one differs from the next is a part of the above. */
  readonly processes: readonly number[];
}

/** `us`: CPU time of a request, us, by process and turn. `untraced`: the same of the untraced program. */
export function compare(
  us: readonly (readonly number[])[],
  untraced: readonly (readonly number[])[],
): { readonly ratio: number; readonly spread: Spread } {
  const base = (turn: number) => mean(untraced.map((turns) => turns[turn] as number));
  const ratios = us.map((turns) => turns.map((one, turn) => one / base(turn)));
  const all = ratios.flat();
  const spread = { lower: quantile(all, 0.25), upper: quantile(all, 0.75), processes: ratios.map(median) };
  return { ratio: median(all), spread };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The value below which the share of the values lies; between two of them in proportion. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = sorted[Math.floor(at)] as number;
  const above = sorted[Math.ceil(at)] as number;
  return below + (above - below) * (at - Math.floor(at));
}
