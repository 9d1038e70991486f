import type { Baseline } from '#contract';

const numbers = new Intl.NumberFormat('en');

export const formatCount = (n: number): string => numbers.format(n);

/** `1 error`, `2 errors`. */
export const formatErrors = (n: number): string => `${formatCount(n)} ${n === 1 ? 'error' : 'errors'}`;

/** Three significant digits and the unit that suits: `12.3 ms`, `850 ns`, `2.05 s`, `3 min 20 s`; `-` where there is none. */
export function formatMs(ms: number | null): string {
  if (ms === null) return '-';
  if (ms === 0) return '0 ms';
  if (ms < 0.001) return `${Math.round(ms * 1e6)} ns`;
  if (ms < 0.9995) return `${three(ms * 1000)} us`;
  if (ms < 999.5) return `${three(ms)} ms`;
  if (ms < 59_950) return `${three(ms / 1000)} s`;
  const seconds = Math.round(ms / 1000);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

const three = (value: number): string =>
  value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);

export const formatMegabytes = (bytes: number): string => `${three(bytes / 2 ** 20)} MB`;

/** Never rounds a failure away: 99.99% stays below 100%. */
export function formatShare(share: number | null): string {
  if (share === null) return '-';
  const percent = (Math.floor(share * 10_000) / 100).toFixed(share === 1 ? 0 : 2);
  return `${percent}%`;
}

/** What is not in the recording, in words; `nothing lost` when all is there. */
export function lossWords(loss: Baseline['loss']): string {
  const parts: readonly (readonly [number, string])[] = [
    [loss.dropped, 'dropped'],
    [loss.damagedFrames, 'damaged blocks'],
    [loss.sampled, 'sampled out'],
    [loss.throttledFunctions, 'functions throttled'],
    [loss.skippedFiles, 'files not traced'],
    [loss.unfinished, 'calls without an end'],
    [loss.truncatedValues, 'values cut'],
    [loss.redactedValues, 'values redacted'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${formatCount(n)} ${what}`);
  return `${said.length === 0 ? 'nothing lost' : said.join(', ')}; tracer cost ${formatMs(loss.tracerCostMs)}`;
}
