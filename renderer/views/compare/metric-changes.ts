import type { MetricSeries, Metrics } from '#contract';

/** A figure of all processes of a run together, in two runs; NaN where a run has none. */
export interface MetricChange {
  /** `memory.rss`, as the recording names it. */
  readonly name: string;
  /** What of its course is compared. */
  readonly of: 'peak' | 'end' | 'sum';
  readonly unit: string;
  readonly base: number;
  readonly next: number;
}

/** Counted up from the start of the process, so that the last value says it all. */
const isSum = (name: string): boolean => /^(cpu|gc)\.|\.time$/.test(name);

/** The figures of two runs side by side, those that grew most, in relation, first. */
export function metricChanges(base: Metrics, next: Metrics): readonly MetricChange[] {
  const units = new Map([...base.series, ...next.series].map(({ name, unit }) => [name, unit]));
  const changes = [...units].flatMap(([name, unit]) =>
    (isSum(name) ? (['sum'] as const) : (['peak', 'end'] as const)).map((of) => ({
      ...{ name, of, unit },
      base: total(base.series, name, of),
      next: total(next.series, name, of),
    })),
  );
  return changes
    .filter((change) => !(change.base === 0 && change.next === 0))
    .sort((a, b) => growth(b) - growth(a) || (a.name < b.name ? -1 : 1));
}

/** How many times as much; what cannot be compared stands last. */
export function growth({ base, next }: Pick<MetricChange, 'base' | 'next'>): number {
  const times = next / base;
  return Number.isNaN(times) ? 0 : times;
}

function total(series: readonly MetricSeries[], name: string, of: MetricChange['of']): number {
  const own = series.filter((each) => each.name === name && each.value.length > 0);
  if (own.length === 0) return Number.NaN;
  return own.reduce(
    (sum, { value }) => sum + (of === 'peak' ? Math.max(...value) : (value.at(-1) as number)),
    0,
  );
}
