import { inLanes } from './loadClient.mjs';

/** How many visitors are in the shop at once. */
const LANES = 4;

const CATEGORIES = ['kitchen', 'garden', 'office', 'bath', 'travel', 'toys'];
const QUERIES = ['oak', 'steel kettle', 'gift', 'copper', 'handmade bench', 'linen', 'lamp', 'oak gift'];
const CARD = { number: '4111 1111 1111 1111', cvc: '000' };

/** 6 categories by 2 pages, then 24 products: 36 requests. */
export async function browse(client) {
  const pages = CATEGORIES.flatMap((category) => [0, 1].map((page) => `/products?category=${category}&page=${page}`));
  const products = range(24).map((index) => `/products/${productId(index)}`);
  await inLanes(LANES, [...pages, ...products], (path) => client.send('GET', path));
}

/** 8 queries, three times over: 24 requests. */
export async function search(client) {
  const queries = [...QUERIES, ...QUERIES, ...QUERIES];
  await inLanes(LANES, queries, (query) => client.send('GET', `/search?q=${encodeURIComponent(query)}`));
}

/** 12 customers fill a cart and pay: 11 requests each, 132 in all. */
export async function shop(client) {
  await inLanes(LANES, range(12), (index) => visit(client, index));
}

async function visit(client, index) {
  const token = await signIn(client, index);
  const cart = await client.send('POST', '/carts', { token });
  for (const nth of range(4)) {
    const line = { productId: productId(10 + index * 4 + nth), quantity: 1 + nth };
    await client.send('POST', `/carts/${cart.id}/lines`, { token, body: line });
  }
  await client.send('PUT', `/carts/${cart.id}/coupon`, { token, body: { coupon: index % 2 ? 'TENTH' : 'TRIPLE' } });
  await client.send('GET', `/carts/${cart.id}?country=PT`, { token });
  const order = await client.send('POST', `/carts/${cart.id}/checkout`, { token, body: { card: CARD } });
  client.revenueCents += order.totalCents;
  await client.send('GET', '/account/orders', { token });
  await client.send('GET', '/account', { token });
}

/** 15 watchers of one product, then its price falls 5 times: 20 requests. */
export async function watch(client) {
  for (const _ of range(15)) await client.send('POST', '/products/p-020/watchers');
  for (const nth of range(5)) {
    await client.send('PUT', '/products/p-020/price', { body: { priceCents: 150 - nth * 10 } });
  }
}

/** The same report 6 times. */
export async function report(client) {
  for (const _ of range(6)) await client.send('GET', '/reports/2025-01');
}

/** The terms 10 times. */
export async function readTerms(client) {
  for (const _ of range(10)) await client.send('GET', '/terms');
}

/** What does not go well: 16 requests. */
export async function edges(client) {
  await client.send('GET', '/products/p-999');
  await client.send('GET', '/no/such/page');
  await client.send('POST', '/sessions', { body: { email: 'customer01@shop.example', password: 'wrong' } });
  for (const _ of range(3)) await client.send('GET', '/products/p-031?currency=USD');
  for (const index of [12, 25, 38]) {
    const token = await signIn(client, index);
    await client.send('GET', '/account/label', { token });
  }
  const token = await signIn(client, 0);
  const cart = await client.send('POST', '/carts', { token });
  await client.send('POST', `/carts/${cart.id}/lines`, { token, body: { productId: productId(0), quantity: 3 } });
  await client.send('POST', `/carts/${cart.id}/checkout`, { token, body: { card: CARD } });
}

async function signIn(client, index) {
  const number = String(index + 1).padStart(2, '0');
  const body = { email: `customer${number}@shop.example`, password: `sample-password-${number}` };
  const { token } = await client.send('POST', '/sessions', { body });
  return token;
}

function productId(index) {
  return `p-${String(index + 1).padStart(3, '0')}`;
}

function range(length) {
  return Array.from({ length }, (_, index) => index);
}
