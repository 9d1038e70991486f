import { SpanFlag, type TraceRows, traceRows } from '../trace-rows.ts';

export interface DrawnTrace extends TraceRows {
  readonly names: readonly string[];
}

/**
 * A trace by indentation, two blanks a level: `load 10-40` began at 10 ns and took 30; a `!` behind the name: it failed; `10-`: it
 * has no end. Functions are numbered as they come.
 */
export function drawTrace(text: string): DrawnTrace {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const margin = Math.min(...lines.map((line) => line.length - line.trimStart().length));
  const names: string[] = [];
  const open: number[] = [];
  const spans = lines.map((line, row) => {
    const depth = (line.length - line.trimStart().length - margin) / 2;
    const [, name = '', failed, start, end] = /^(\w+)(!?) (\d+)-(\d*)$/.exec(line.trim()) ?? [];
    if (!names.includes(name)) names.push(name);
    open.splice(depth, open.length, row);
    const duration = end === '' ? -1 : Number(end) - Number(start);
    const flags = (failed ? SpanFlag.error : 0) | (end === '' ? SpanFlag.unfinished : 0);
    return {
      depth,
      fn: names.indexOf(name),
      start: Number(start),
      duration,
      flags,
      parent: open[depth - 1] ?? -1,
    };
  });
  const selfNs = Float64Array.from(spans, ({ duration }) => duration);
  for (const { parent, duration } of spans)
    if (parent >= 0) selfNs[parent] = Math.max(0, (selfNs[parent] as number) - duration);
  const rows = traceRows({
    length: spans.length,
    parent: Int32Array.from(spans, ({ parent }) => parent),
    depthOf: Int32Array.from(spans, ({ depth }) => depth),
    function: Int32Array.from(spans, ({ fn }) => fn),
    startNsOf: Float64Array.from(spans, ({ start }) => start),
    durationNs: Float64Array.from(spans, ({ duration }) => duration),
    selfNs,
    flags: Uint8Array.from(spans, ({ flags }) => flags),
    endNs: Math.max(...spans.map(({ start, duration }) => start + Math.max(0, duration))),
  });
  return { ...rows, names };
}
