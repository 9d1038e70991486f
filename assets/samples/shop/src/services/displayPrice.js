import { createLog } from '../utils/log.js';
import { formatMoney } from '../utils/money.js';

const log = createLog('prices');

/** A price in the visitor's currency. The rates are loaded only when somebody asks for another one. */
export async function displayPrice(cents, currency) {
  if (currency === 'EUR') return formatMoney(cents);
  try {
    const { convert } = await import('../utils/curency.js');
    return formatMoney(convert(cents, currency), currency);
  } catch {
    log.warn(`no rates for ${currency}, showing EUR`);
    return formatMoney(cents);
  }
}
