import assert from 'node:assert/strict';
import { test } from 'node:test';
import Invoice from '../src/legacy/invoice.js';
import { zoneOf } from '../src/legacy/zones.js';

test('a country outside every zone is far', () => {
  assert.equal(zoneOf('PT'), 'south');
  assert.equal(zoneOf('NZ'), 'far');
});

test('an invoice is printed with the amounts on the right', () => {
  const text = String(new Invoice({ id: 'n-0001' }).addRow('Goods', '10.00 EUR'));
  assert.equal(text.split('\n').at(-1), `Goods${' '.repeat(22)}10.00 EUR`);
});
