import { durationText } from '../canvas/time-text.ts';

/** A figure and its unit, apart, because a table shows the unit in a muted tone. */
export interface Figure {
  readonly value: string;
  readonly unit: string;
}

export const noFigure: Figure = { value: '\u2013', unit: '' };

/** ns; NaN and negative (not known) give a dash. */
export function duration(ns: number): Figure {
  if (!(ns >= 0)) return noFigure;
  const text = durationText(ns);
  const at = text.indexOf(' ');
  // `2 min 05 s` stays whole.
  return at === text.lastIndexOf(' ')
    ? { value: text.slice(0, at), unit: text.slice(at + 1) }
    : { value: text, unit: '' };
}

const whole = new Intl.NumberFormat('en');

/** A count in full: `1,234,567`. */
export function count(n: number): string {
  return whole.format(n);
}

/** A count in four characters or so: `950`, `12.3k`, `1.20M`. */
export function shortCount(n: number): string {
  if (n < 1000) return String(Math.round(n));
  for (const [limit, unit] of [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const) {
    // Rounding may carry over: 999,950 reads 1.00M, not 1000k.
    if (Number(n.toPrecision(3)) >= limit) return `${significant(n / limit)}${unit}`;
  }
  return String(n);
}

/** 1024-based: `38.2 MB`; estimates are rounded to whole bytes, and NaN (not known) gives a dash. */
export function bytes(n: number): Figure {
  if (Number.isNaN(n)) return noFigure;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let value = n;
  let at = 0;
  while (Number(value.toPrecision(3)) >= 1000 && at < units.length - 1) {
    value /= 1024;
    at++;
  }
  return { value: at === 0 ? String(Math.round(value)) : significant(value), unit: units[at] as string };
}

/** A share of 0-1 as a percentage; a share above zero never reads as 0. */
export function percent(share: number): Figure {
  if (Number.isNaN(share)) return noFigure;
  const value = share * 100;
  if (value === 0) return { value: '0', unit: '%' };
  if (Math.abs(value) < 0.1) return { value: value > 0 ? '<0.1' : '>-0.1', unit: '%' };
  return { value: value.toFixed(Math.abs(value) < 99.95 ? 1 : 0), unit: '%' };
}

export function figureText({ value, unit }: Figure): string {
  return unit === '' ? value : unit === '%' ? `${value}%` : `${value} ${unit}`;
}

/** `3 files`, `1 file`. */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** Wall-clock time for a list: the time today, else the date too. Both in ms since 1970. */
export function clock(unixMs: number, nowMs: number): string {
  const time = new Date(unixMs);
  const text = time.toLocaleTimeString('en-GB');
  if (time.toDateString() === new Date(nowMs).toDateString()) return text;
  return `${time.toLocaleDateString('en-CA')} ${text}`;
}

function significant(value: number): string {
  return value.toFixed(value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2);
}
