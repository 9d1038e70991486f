import { percentOf } from '../utils/money.js';

/** What each coupon takes off; looked up by the coupon's own name. */
const coupons = {
  TENTH: (cart, goods) => percentOf(goods, 10),
  TRIPLE: (cart) => cheapestOfThree(cart),
};

/** What a cart's coupon takes off, in cents. An unknown coupon takes off nothing. */
export function discountOf(cart, goods) {
  const coupon = coupons[cart.coupon];
  return coupon ? coupon(cart, goods) : 0;
}

function cheapestOfThree(cart) {
  if (cart.lines.length < 3) return 0;
  return Math.min(...cart.lines.map((line) => line.product.priceCents));
}
