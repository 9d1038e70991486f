import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readConfig } from '../src/config.js';
import { startServer } from '../src/server.js';

let shop;
before(async () => {
  shop = await startServer(readConfig({}));
});
after(() => shop.close());

async function send(method, path, body, token = '') {
  const response = await fetch(shop.url + path, {
    method,
    headers: { authorization: token },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, body: await response.json() };
}

test('a product is shown with its price and rating', async () => {
  const { status, body } = await send('GET', '/products/p-001');
  assert.equal(status, 200);
  assert.match(body.price, /^\d+\.\d\d EUR$/);
  assert.equal(body.reviews, 3);
});

test('a product that does not exist is a 404 with a reason', async () => {
  assert.deepEqual(await send('GET', '/products/p-999'), {
    status: 404,
    body: { error: 'There is no product "p-999".' },
  });
});

test('a cart can be filled and paid by somebody who has signed in', async () => {
  const who = { email: 'customer01@shop.example', password: 'sample-password-01' };
  const { token } = (await send('POST', '/sessions', who)).body;
  const cart = await send('POST', '/carts', {}, token);
  await send('POST', `/carts/${cart.body.id}/lines`, { productId: 'p-002', quantity: 2 }, token);
  const card = { number: '4111 1111 1111 1111', cvc: '000' };
  const paid = await send('POST', `/carts/${cart.body.id}/checkout`, { card }, token);
  assert.equal(paid.status, 201);
  assert.match(paid.body.invoice, /^Invoice n-0001\n/);
});

test('an account is closed to those who have not signed in', async () => {
  const { status } = await send('GET', '/account');
  assert.equal(status, 401);
});
