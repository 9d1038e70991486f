import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Router } from '../src/http/router.js';

test('a path is matched part by part and its variable parts are named', () => {
  const router = new Router();
  const handler = () => ({ body: 'line' });
  router.add('POST', '/carts/:id/lines', handler);
  assert.deepEqual(router.match('POST', '/carts/cart%207/lines'), { handler, params: { id: 'cart 7' } });
});

test('another method or a longer path does not match', () => {
  const router = new Router();
  router.add('GET', '/terms', () => ({ body: '' }));
  assert.equal(router.match('POST', '/terms'), undefined);
  assert.equal(router.match('GET', '/terms/old'), undefined);
});
