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
}

/** Fewer samples, less growth or a worse fit show no trend. */
const MIN_SAMPLES = 8;
const MIN_BYTES = 16 * 2 ** 20;
const MIN_FIT = 0.8;
/** What is loaded and filled at the beginning is no growth: so much of the run is left out. */
const WARM_UP = 0.2;

/** The processes whose memory keeps growing: by what the program allocated where that is known, else by what is resident. */
export function growingMemory(series: readonly MetricSeries[]): MemoryGrowth[] {
  const pids = new Set(series.map(({ pid }) => pid));
  return [...pids].flatMap((pid) => {
    const named = (name: string) => series.find((one) => one.pid === pid && one.name === name);
    const found = named('memory.heap') ?? named('memory.rss');
    const growth = found === undefined ? null : trendOf(found);
    return growth === null ? [] : [growth];
  });
}

/** Least squares over the samples behind the warm-up; `null` where they show no growth. */
function trendOf({ pid, timeNs, value }: MetricSeries): MemoryGrowth | null {
  const from = Math.floor(timeNs.length * WARM_UP);
  const times = timeNs.subarray(from);
  const values = value.subarray(from);
  const samples = times.length;
  if (samples < MIN_SAMPLES) return null;
  const mean = (all: Float64Array): number => all.reduce((sum, x) => sum + x, 0) / samples;
  const [middle, level] = [mean(times), mean(values)];
  let both = 0;
  let spread = 0;
  let all = 0;
  for (let at = 0; at < samples; at++) {
    const dt = (times[at] ?? 0) - middle;
    const dv = (values[at] ?? 0) - level;
    both += dt * dv;
    spread += dt * dt;
    all += dv * dv;
  }
  if (spread === 0 || all === 0) return null;
  const slope = both / spread;
  const bytes = slope * ((times[samples - 1] ?? 0) - (times[0] ?? 0));
  const fit = (both * both) / (spread * all);
  if (bytes < MIN_BYTES || fit < MIN_FIT) return null;
  return { pid, bytesPerSecond: slope * 1e9, bytes, fit, samples };
}
