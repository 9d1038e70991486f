/** Amounts are whole cents everywhere; only people see decimals. */
export function formatMoney(cents, currency = 'EUR') {
  const whole = Math.trunc(cents / 100);
  const rest = String(Math.abs(cents % 100)).padStart(2, '0');
  return `${whole}.${rest} ${currency}`;
}

/** A share of an amount, rounded to a whole cent. */
export function percentOf(cents, percent) {
  return Math.round((cents * percent) / 100);
}

/** A percentage as people read it. */
export function formatPercent(percent) {
  return `${percent.toFixed(1)} %`;
}
