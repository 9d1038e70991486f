import { HttpError, notFound } from '../http/httpError.js';
import { carts } from '../store/tables.js';
import { expireLater } from './cartExpiry.js';
import { findProduct } from './catalogue.js';
import { priceCart } from './pricing.js';

let opened = 0;

/** Opens an empty cart for a customer. */
export async function openCart(customerId) {
  opened += 1;
  const cart = { id: `cart-${opened}`, customerId, lines: [], coupon: undefined };
  await carts.put(cart);
  expireLater(cart);
  return cart;
}

/** The cart with this id. */
export async function findCart(id) {
  const cart = await carts.get(id);
  if (!cart) throw notFound('cart', id);
  return cart;
}

/** Puts pieces of a product into a cart. */
export async function addLine(cartId, productId, quantity) {
  if (!Number.isInteger(quantity) || quantity < 1) throw new HttpError(400, 'Give a quantity of 1 or more.');
  const cart = await findCart(cartId);
  cart.lines.push({ product: await findProduct(productId), quantity });
  return carts.put(cart);
}

/** Sets the coupon of a cart. */
export async function setCoupon(cartId, coupon) {
  const cart = await findCart(cartId);
  cart.coupon = coupon;
  return carts.put(cart);
}

/** A cart as its owner sees it, with prices. */
export async function viewCart(id, country) {
  const cart = await findCart(id);
  return { id: cart.id, pieces: countPieces(cart), price: priceCart(cart, country) };
}

/** How many things are in a cart. */
export function countPieces(cart) {
  return cart.lines.reduce((sum, line) => sum + line.quantity, 0);
}
