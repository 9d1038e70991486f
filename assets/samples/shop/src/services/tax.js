import { percentOf } from '../utils/money.js';

/** Value added tax, in percent. */
const RATES = { PT: 23, BE: 21, FI: 25.5, AT: 20 };
const DEFAULT_RATE = 21;

/** The tax on an amount, in cents. */
export function taxOf(cents, country) {
  return percentOf(cents, RATES[country] ?? DEFAULT_RATE);
}

function roundHalfToEven(value) {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
