import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMoney, percentOf } from '../src/utils/money.js';

test('cents are written with two decimals', () => {
  assert.equal(formatMoney(1205), '12.05 EUR');
  assert.equal(formatMoney(7, 'USD'), '0.07 USD');
});

test('a share is rounded to a whole cent', () => {
  assert.equal(percentOf(999, 21), 210);
});
