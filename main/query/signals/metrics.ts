import type { MetricSeries, Metrics } from '#contract';
import type { Query } from '../query.ts';

/** Units of the figures that FORMAT.md lists; all others are counts. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/^memory\./, 'bytes'],
  [/^cpu\.|\.time$|\.delay$/, 'ns'],
  [/^(?:threads$|gc\.)/, 'count'],
];

export const unitOf = (name: string): string => UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';

/** All figures of all processes, as series over time. */
export function metricSeries({ reader, snapshot }: Query): Metrics {
  const rows = reader
    .statement('SELECT thread, name, time_ns, value FROM metrics ORDER BY thread, name, time_ns')
    .raw();
  const series: { thread: number; name: string; times: number[]; values: number[] }[] = [];
  for (const row of rows.iterate()) {
    const [thread, name, timeNs, value] = row as [number, string, number, number];
    let last = series.at(-1);
    if (last?.thread !== thread || last.name !== name) {
      last = { thread, name, times: [], values: [] };
      series.push(last);
    }
    last.times.push(timeNs + (snapshot.threads[thread]?.offsetNs ?? 0));
    last.values.push(value);
  }
  return {
    revision: snapshot.revision,
    series: series.map(
      ({ thread, name, times, values }): MetricSeries => ({
        pid: snapshot.threads[thread]?.process.pid ?? 0,
        ...{ thread, name, unit: unitOf(name) },
        timeNs: Float64Array.from(times),
        value: Float64Array.from(values),
      }),
    ),
  };
}
