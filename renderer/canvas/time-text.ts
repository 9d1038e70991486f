import type { DurationNs, TimeNs } from '#contract';

const UNITS = [
  { ns: 1e9, symbol: 's' },
  { ns: 1e6, symbol: 'ms' },
  { ns: 1e3, symbol: 'µs' },
  { ns: 1, symbol: 'ns' },
] as const;
type Unit = (typeof UNITS)[number];
const NANOSECOND: Unit = UNITS[3];

const MINUTE = 60e9;
const HOUR = 3600e9;

function unitFor(ns: number): Unit {
  return UNITS.find((unit) => Math.abs(ns) >= unit.ns) ?? NANOSECOND;
}

/** Three significant digits with their unit: `850 ns`, `1.23 ms`, `45.6 s`, `2 min 05 s`, `1 h 02 min`. */
export function durationText(ns: DurationNs): string {
  if (ns >= HOUR) return `${Math.floor(ns / HOUR)} h ${pad(Math.floor((ns % HOUR) / MINUTE))} min`;
  if (ns >= MINUTE) return `${Math.floor(ns / MINUTE)} min ${pad(Math.floor((ns % MINUTE) / 1e9))} s`;
  if (ns === 0) return '0 ns';
  // Rounding may carry into the next unit: 999.96 µs reads 1.00 ms.
  const unit = unitFor(Number(ns.toPrecision(3)));
  const value = ns / unit.ns;
  if (unit === NANOSECOND)
    return `${value < 10 && !Number.isInteger(value) ? value.toFixed(1) : Math.round(value)} ns`;
  const digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${unit.symbol}`;
}

/** A point in time told apart from one `stepNs` later: as many decimals as that takes, no more. */
export function timeText(time: TimeNs, stepNs: number): string {
  if (time === 0) return '0';
  if (Math.abs(time) >= MINUTE) return clockText(time, stepNs);
  const unit = unitFor(time);
  return `${(time / unit.ns).toFixed(decimals(stepNs, unit.ns))} ${unit.symbol}`;
}

/** `1:02:03.5`, hours only when there are any. */
function clockText(time: TimeNs, stepNs: number): string {
  const places = decimals(stepNs, 1e9);
  // Rounded once, so that 59.9996 s does not read 0:60.000.
  const seconds = Number((time / 1e9).toFixed(places));
  const rest = (seconds % 60).toFixed(places).padStart(places === 0 ? 2 : places + 3, '0');
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${pad(minutes % 60)}:${rest}`;
}

function decimals(stepNs: number, unitNs: number): number {
  return Math.max(0, Math.min(9, Math.ceil(-Math.log10(stepNs / unitNs) - 1e-9)));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

const whole = new Intl.NumberFormat('en');

/** What was written lately: a frame writes hundreds of counts, most of them again and again, and formatting one takes microseconds. */
const written = new Map<number, string>();
const MOST_WRITTEN = 10_000;

/** `1,234,567` */
export function countText(count: number): string {
  const known = written.get(count);
  if (known !== undefined) return known;
  const text = whole.format(count);
  if (written.size >= MOST_WRITTEN) written.clear();
  written.set(count, text);
  return text;
}
