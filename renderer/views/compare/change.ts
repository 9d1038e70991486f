import type { Verdict } from '#contract';
import { count, type Figure, noFigure } from '#renderer/widgets/format.ts';

export const verdictTitles: Readonly<Record<Verdict, string>> = {
  regressed: 'Slower',
  errors: 'New errors',
  added: 'New',
  removed: 'Gone',
  improved: 'Faster',
  unchanged: 'Unchanged',
};

/** A relative change with its sign: `+12.5%`, `−3.0%`, `0%`, from eleven times on `31 ×`; `null` gives a dash. */
export function changePct(pct: number | null): Figure {
  if (pct === null || Number.isNaN(pct)) return noFigure;
  const size = Math.abs(pct);
  if (size < 0.05) return { value: '0', unit: '%' };
  if (pct >= 1000) return { value: count(Math.round(pct / 100 + 1)), unit: '×' };
  const digits = size.toFixed(size < 99.95 ? 1 : 0);
  return { value: `${sign(pct)}${digits}`, unit: '%' };
}

/** A difference of times given in ms. */
export function changeMs(ms: number): Figure {
  const size = Math.abs(ms);
  if (size === 0) return { value: '0', unit: 'ms' };
  if (size >= 1000) return { value: sign(ms) + (size / 1000).toFixed(2), unit: 's' };
  if (size >= 0.01) return { value: sign(ms) + size.toFixed(size < 10 ? 2 : 1), unit: 'ms' };
  return { value: sign(ms) + (size * 1000).toFixed(2), unit: '\u00b5s' };
}

export function changeCount(n: number): Figure {
  return { value: n === 0 ? '0' : `${sign(n)}${new Intl.NumberFormat('en').format(Math.abs(n))}`, unit: '' };
}

function sign(n: number): string {
  return n < 0 ? '\u2212' : '+';
}
