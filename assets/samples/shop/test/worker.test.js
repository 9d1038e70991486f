import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ranking } from '../src/worker/ranking.ts';
import { Taste } from '../src/worker/taste.ts';

test('a ranking keeps the best items, and of equals the first', () => {
  const ranking = new Ranking(2);
  for (const [item, score] of [['a', 1], ['b', 3], ['c', 3], ['d', 2]]) ranking.offer(item, score);
  assert.deepEqual(ranking.best(), ['b', 'c']);
});

test('somebody who bought kettles prefers a kettle to a kite', () => {
  const kettle = { id: 'p-1', category: 'kitchen', priceCents: 4000, tags: ['gift'] };
  const kite = { id: 'p-2', category: 'toys', priceCents: 4000, tags: ['outdoor'] };
  const taste = new Taste([kettle]);
  assert.equal(taste.scoreOf(kettle), 4);
  assert.equal(taste.scoreOf(kite), 1);
});
