import { carts } from '../store/tables.js';

/** A cart that nobody has touched for this long is emptied. Milliseconds. */
const CART_LIFETIME_MS = 30 * 60 * 1000;

/** Watches over a cart and empties it when its time has come. */
export function expireLater(cart) {
  const openedAt = Date.now();
  const timer = setInterval(() => {
    if (Date.now() - openedAt > CART_LIFETIME_MS) carts.put({ ...cart, lines: [] });
  }, 60_000);
  timer.unref();
}
