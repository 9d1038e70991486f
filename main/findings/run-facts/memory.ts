import type { MetricSeries } from '#contract';

/** Memory of one process that grows all through a run. */
export interface MemoryGrowth {
  readonly pid: number;
  /** Bytes a second, and in all, by the line that fits best. */
  readonly bytesPerSecond: number;
  readonly bytes: number;
  /** How much of what the samples differ by the line explains, 0-1. */
  readonly fit: number;
  readonly samples: number;
  /** Each sample was taken behind a collection of the whole heap; else part of it may be garbage. */
  readonly isCollected: boolean;
}

/** Fewer samples, less growth or a worse fit show no trend. */
const MIN_SAMPLES = 8;
const MIN_BYTES = 16 * 2 ** 20;
const MIN_FIT = 0.8;
/** A sample behind a collection says nearly what is in use: fewer of them do. */
const MIN_COLLECTED = 4;
/** What was allocated between a collection and its sample blurs a large heap: growth must be so much of what there was. */
const MIN_SHARE = 0.25;
/** What is loaded and filled at the beginning is no growth: so much of the run is left out. */
const WARM_UP = 0.2;
/** Nothing comes behind the last samples that could show what of them was garbage: so much of the run is left out as well. */
const END = 0.1;

/** The processes whose memory keeps growing: by what the program allocated where that is known, else by what is resident. */
export function growingMemory(series: readonly MetricSeries[]): MemoryGrowth[] {
  const pids = new Set(series.map(({ pid }) => pid));
  return [...pids].flatMap((pid) => {
    const named = (name: string) => series.find((one) => one.pid === pid && one.name === name);
    const found = named('memory.heap') ?? named('memory.rss');
    const growth = found === undefined ? null : trendOf(found, named('gc.major') ?? null);
    return growth === null ? [] : [growth];
  });
}

/**
 * Least squares over what was in use between the warm-up and the end; `null` where that shows no growth. Where collections of the whole heap
 * were counted, only the samples right behind one are looked at: all else may be garbage. Elsewhere what is in use is taken to be the
 * least that is resident at any time from now on.
 */
function trendOf(series: MetricSeries, collected: MetricSeries | null): MemoryGrowth | null {
  const { length } = series.timeNs;
  const isCollected = collected === null ? () => true : behindCollections(collected);
  const floor = series.value.slice();
  for (let at = length - 2; at >= 0; at--) floor[at] = Math.min(floor[at] ?? 0, floor[at + 1] ?? 0);
  const [from, to] = [Math.floor(length * WARM_UP), Math.ceil(length * (1 - END))];
  const taken = [...series.timeNs.keys()].slice(from, to).filter((at) => isCollected(series.timeNs[at] ?? 0));
  if (taken.length < (collected === null ? MIN_SAMPLES : MIN_COLLECTED)) return null;
  const times = Float64Array.from(taken, (at) => series.timeNs[at] ?? 0);
  const values = Float64Array.from(taken, (at) => floor[at] ?? 0);
  const { slope, fit } = lineThrough(times, values);
  const bytes = slope * ((times.at(-1) ?? 0) - (times[0] ?? 0));
  if (bytes < Math.max(MIN_BYTES, MIN_SHARE * (values[0] ?? 0)) || fit < MIN_FIT) return null;
  const samples = taken.length;
  return {
    pid: series.pid,
    bytesPerSecond: slope * 1e9,
    bytes,
    fit,
    samples,
    isCollected: collected !== null,
  };
}

/** Whether the whole heap was collected since the sample before one that was taken at a time. */
function behindCollections({ timeNs, value }: MetricSeries): (time: number) => boolean {
  const times = new Set(timeNs.filter((_, at) => at > 0 && (value[at] ?? 0) > (value[at - 1] ?? 0)));
  return (time) => times.has(time);
}

/** Least squares; a fit of 0 where nothing differs. */
function lineThrough(times: Float64Array, values: Float64Array): { slope: number; fit: number } {
  const mean = (all: Float64Array): number => all.reduce((sum, x) => sum + x, 0) / all.length;
  const [middle, level] = [mean(times), mean(values)];
  let both = 0;
  let spread = 0;
  let all = 0;
  times.forEach((time, at) => {
    const dt = time - middle;
    const dv = (values[at] ?? 0) - level;
    both += dt * dv;
    spread += dt * dt;
    all += dv * dv;
  });
  if (spread === 0 || all === 0) return { slope: 0, fit: 0 };
  return { slope: both / spread, fit: (both * both) / (spread * all) };
}
