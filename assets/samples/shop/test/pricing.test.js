import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceCart } from '../src/services/pricing.js';

const bowl = { id: 'p-001', priceCents: 1000, grams: 400 };
const lamp = { id: 'p-002', priceCents: 2500, grams: 1800 };
const pouch = { id: 'p-003', priceCents: 300, grams: 100 };

test('a cart costs its goods, the tax of the country and the way there', () => {
  const cart = { lines: [{ product: bowl, quantity: 2 }, { product: lamp, quantity: 1 }] };
  assert.deepEqual(priceCart(cart, 'AT'), { goods: 4500, tax: 900, discount: 0, shipping: 750, total: 6150 });
});

test('sending twenty pieces costs nothing', () => {
  const cart = { lines: [{ product: bowl, quantity: 20 }] };
  assert.equal(priceCart(cart, 'PT').shipping, 0);
});

test('the coupon TRIPLE takes off the cheapest of three lines', () => {
  const lines = [bowl, lamp, pouch].map((product) => ({ product, quantity: 1 }));
  assert.equal(priceCart({ lines, coupon: 'TRIPLE' }, 'BE').discount, 300);
  assert.equal(priceCart({ lines: lines.slice(1), coupon: 'TRIPLE' }, 'BE').discount, 0);
});
