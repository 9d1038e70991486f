import { shippingCents } from '../legacy/shipping.js';
import { countPieces } from './cart.js';
import { discountOf } from './discounts.js';
import { taxOf } from './tax.js';

/** From this many pieces on, sending is free. */
const FREE_SHIPPING_PIECES = 20;

/** The price of a cart, in cents, part by part. */
export function priceCart(cart, country) {
  let goods = 0;
  let tax = 0;
  for (const line of cart.lines) {
    const amount = line.product.priceCents * line.quantity;
    goods += amount;
    tax += taxOf(amount, country);
  }
  const discount = discountOf(cart, goods);
  const shipping = countPieces(cart) >= FREE_SHIPPING_PIECES ? 0 : shippingCents(cart.lines, country);
  return { goods, tax, discount, shipping, total: goods + tax + shipping - discount };
}
