import type { Metrics, TimeRange } from '#contract';

/** What the processes of a recording used, one entry per column of the minimap; NaN where nothing was measured. */
export interface MetricLines {
  /** Processor cores in use, all processes together. */
  readonly cpu: Float32Array;
  /** Resident memory in bytes, all processes together. */
  readonly memory: Float32Array;
  readonly mostCpu: number;
  readonly mostMemory: number;
  /** By how much the event loop of a thread came late at most, ns. */
  readonly delay: Float32Array;
  readonly mostDelay: number;
}

/** A busy thread looks this often, so that is how long before a sample a delay that it tells of may have ended. */
const SAMPLED_EVERY_NS = 250e6;

/** `null`: the recording has none of them. Processor time is measured as a sum, so it is what was added between two samples. */
export function metricLines(metrics: Metrics, range: TimeRange, columns: number): MetricLines | null {
  const cpu = new Float32Array(columns).fill(Number.NaN);
  const memory = new Float32Array(columns).fill(Number.NaN);
  const delay = new Float32Array(columns).fill(Number.NaN);
  for (const { name, timeNs, value } of metrics.series) {
    for (let at = 1; at < timeNs.length; at++) {
      const [from, to] = [timeNs[at - 1] as number, timeNs[at] as number];
      if (to <= from) continue;
      const before = value[at - 1] as number;
      if (name === 'cpu.user' || name === 'cpu.system')
        spread(cpu, range, from, to, ((value[at] as number) - before) / (to - from));
      if (name === 'memory.rss') spread(memory, range, from, to, before);
      if (name === 'loop.delay') {
        const late = value[at] as number;
        raise(delay, range, Math.max(from, to - late - SAMPLED_EVERY_NS), to, late);
      }
    }
  }
  const [mostCpu, mostMemory, mostDelay] = [cpu, memory, delay].map(mostOf) as [number, number, number];
  const isMeasured = mostCpu > 0 || mostMemory > 0 || mostDelay > 0;
  return isMeasured ? { cpu, memory, delay, mostCpu, mostMemory, mostDelay } : null;
}

/** Adds a value that held from one time to another to the columns, by the share of each that it covers. */
function spread(columns: Float32Array, range: TimeRange, from: number, to: number, value: number): void {
  const width = (range.endNs - range.startNs) / columns.length;
  const [start, end] = [(from - range.startNs) / width, (to - range.startNs) / width];
  const last = Math.min(columns.length - 1, Math.ceil(end) - 1);
  for (let column = Math.max(0, Math.floor(start)); column <= last; column++) {
    const covered = Math.min(end, column + 1) - Math.max(start, column);
    const known = columns[column] as number;
    columns[column] = (Number.isNaN(known) ? 0 : known) + value * covered;
  }
}

/** Makes the columns that a time touches no less than a value. */
function raise(columns: Float32Array, range: TimeRange, from: number, to: number, value: number): void {
  const width = (range.endNs - range.startNs) / columns.length;
  const last = Math.min(columns.length - 1, Math.ceil((to - range.startNs) / width) - 1);
  for (let column = Math.max(0, Math.floor((from - range.startNs) / width)); column <= last; column++) {
    if (!((columns[column] as number) >= value)) columns[column] = value;
  }
}

function mostOf(columns: Float32Array): number {
  let most = 0;
  for (const value of columns) if (value > most) most = value;
  return most;
}
