import type { Verdict } from '#contract';
import { bytes, count, duration, type Figure, noFigure } from '#renderer/widgets/format.ts';

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

/** A difference of times given in ms, to as many digits as times have everywhere. */
export function changeMs(ms: number): Figure {
  if (Number.isNaN(ms)) return noFigure;
  if (ms === 0) return { value: '0', unit: 'ms' };
  const { value, unit } = duration(Math.abs(ms) * 1e6);
  return { value: sign(ms) + value, unit };
}

/** A difference of bytes; NaN, where one side is not known, gives a dash. */
export function changeBytes(n: number): Figure {
  const { value, unit } = bytes(Math.abs(n));
  return { value: n === 0 || unit === '' ? value : sign(n) + value, unit };
}

export function changeCount(n: number): Figure {
  return { value: n === 0 ? '0' : `${sign(n)}${new Intl.NumberFormat('en').format(Math.abs(n))}`, unit: '' };
}

function sign(n: number): string {
  return n < 0 ? '\u2212' : '+';
}
