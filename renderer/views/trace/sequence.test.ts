import { describe, expect, it } from 'vitest';
import { sequenceMermaid, sequenceOf } from './sequence.ts';
import { drawTrace } from './testing/notation.ts';

const rows = drawTrace(`
  listen 0-100
    route 0-95
      price 5-40
        round 6-7
        tax 10-12
        tax! 12-14
        tax 14-16
      price 40-60
        tax 41-42
      save 60-90
`);
/** Module of a function: `listen` and `route` in http, `price` and `round` in price, `tax` in tax, `save` in store. */
const modules = ['http', 'price', 'tax', 'store'];
const moduleOf: Record<string, number> = { listen: 0, route: 0, price: 1, round: 1, tax: 2, save: 3 };
const laneOf = Int32Array.from(rows.function, (fn) => moduleOf[rows.names[fn] as string] as number);
const nameOf = (row: number) => rows.names[rows.function[row] as number] as string;

function arrows(limit = 100): string[] {
  const { lifelines, messages } = sequenceOf(rows, laneOf, limit);
  const title = (place: number) => (place < 0 ? '' : modules[lifelines[place] as number]);
  return messages.map(
    ({ from, to, row, count, errors }) =>
      `${title(from)}>${title(to)} ${nameOf(row)}${count > 1 ? ` x${count}` : ''}${errors > 0 ? ` !${errors}` : ''}`,
  );
}

describe('the sequence diagram', () => {
  it('shows calls from one module to another, and the same call again as one', () => {
    expect(arrows()).toEqual([
      '>http listen',
      'http>price price',
      'price>tax tax x3 !1',
      'http>price price',
      'price>tax tax',
      'http>store save',
    ]);
  });

  it('says how long a lifeline is busy with a message', () => {
    expect(sequenceOf(rows, laneOf, 100).messages.map(({ until }) => until)).toEqual([5, 2, 2, 4, 4, 5]);
  });

  it('ends at a limit, and counts what is left out', () => {
    const { messages, omitted } = sequenceOf(rows, laneOf, 2);
    expect(messages).toHaveLength(2);
    expect(omitted).toBe(6);
  });

  it('can be taken to a document', () => {
    const text = sequenceMermaid(sequenceOf(rows, laneOf, 3), (lane) => modules[lane] as string, nameOf);
    expect(text.split('\n')).toEqual([
      'sequenceDiagram',
      '  participant L0 as http',
      '  participant L1 as price',
      '  participant L2 as tax',
      '  L0->>L0: listen',
      '  L0->>L1: price',
      '  L1->>L2: tax (3 times) failed',
      '',
    ]);
  });
});
