import { expect, it } from 'vitest';
import type { AnswerMessage, QueryMessage, QueryName } from './messages.ts';
import { QueryPool } from './pool.ts';

it('compares two recordings one question at a time, and answers others meanwhile', async () => {
  const posted: QueryMessage[] = [];
  const answers = new Map<number, (answer: AnswerMessage) => void>();
  const pool = new QueryPool({
    workers: 2,
    slowMs: Number.POSITIVE_INFINITY,
    start: ({ answered }) => ({
      post(message) {
        posted.push(message);
        answers.set(message.id, answered);
      },
      cancel: () => {},
      end: () => {},
      ref: () => {},
      unref: () => {},
    }),
  });
  const ask = (name: QueryName, place: string) =>
    pool.run({
      ...{ name, file: 'one', run: 'rtest', empty: false, base: undefined },
      request: place,
      timeLimitMs: 60_000,
    });
  const asked = [ask('difference', 'first'), ask('difference', 'second'), ask('functions', 'third')];
  const order = () => posted.map(({ request }) => request);
  const answer = (place: string) => {
    const { id } = posted.find(({ request }) => request === place) as QueryMessage;
    answers.get(id)?.({ id, ok: true, value: `answer to the ${place}` });
  };
  expect(order()).toEqual(['first', 'third']);
  answer('third');
  expect(order()).toEqual(['first', 'third']);
  answer('first');
  expect(order()).toEqual(['first', 'third', 'second']);
  answer('second');
  expect(await Promise.all(asked)).toEqual([
    'answer to the first',
    'answer to the second',
    'answer to the third',
  ]);
  pool.dispose();
});
