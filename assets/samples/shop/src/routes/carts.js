import { customerOf } from '../services/accounts.js';
import { addLine, openCart, setCoupon, viewCart } from '../services/cart.js';
import { checkout } from '../services/checkout.js';

/** Adds the routes from an empty cart to a paid order. */
export function registerCarts(router) {
  router.add('POST', '/carts', postCart);
  router.add('GET', '/carts/:id', getCart);
  router.add('POST', '/carts/:id/lines', postLine);
  router.add('PUT', '/carts/:id/coupon', putCoupon);
  router.add('POST', '/carts/:id/checkout', postCheckout);
}

async function postCart({ headers }) {
  const cart = await openCart(customerOf(headers.authorization));
  return { status: 201, body: { id: cart.id } };
}

async function getCart({ params, query }) {
  return { body: await viewCart(params.id, query.get('country')) };
}

async function postLine({ params, body }) {
  const cart = await addLine(params.id, body.productId, body.quantity);
  return { status: 201, body: { lines: cart.lines.length } };
}

async function putCoupon({ params, body }) {
  const cart = await setCoupon(params.id, body.coupon);
  return { body: { coupon: cart.coupon } };
}

async function postCheckout({ params, body }) {
  return { status: 201, body: await checkout(params.id, body.card) };
}
