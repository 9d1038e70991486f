import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { best, score } from './rank.ts';

const first = (typed: string, texts: readonly string[]) =>
  best(typed, texts.length, (i) => texts[i] as string, 5).map((i) => texts[i]);

describe('the palette', () => {
  it('prefers a whole name to a piece, and a piece at the start of a word to one inside', () => {
    expect(first('parse', ['reparsed', 'parser', 'Html.parse', 'parse'])).toEqual([
      'parse',
      'Html.parse',
      'parser',
      'reparsed',
    ]);
  });

  it('prefers a name to the file it stands in', () => {
    expect(first('order', ['formatLabel src/orders.js', 'orderCount src/b.js'])[0]).toBe(
      'orderCount src/b.js',
    );
  });

  it('finds the capitals of a name', () => {
    expect(first('gub', ['getUserById', 'guarantee'])[0]).toBe('getUserById');
  });

  it('wants every word, in any order', () => {
    expect(first('user find', ['findUser src/db.ts', 'findOrder src/db.ts'])).toEqual(['findUser src/db.ts']);
  });

  it('keeps the order while nothing is typed', () => {
    expect(first('', ['Run the project', 'Stop', 'Open'])).toEqual(['Run the project', 'Stop', 'Open']);
  });

  it('leaves out what does not answer', () => {
    expect(score('xyz', 'parse')).toBeNull();
  });

  it('gives the same best answers as sorting everything', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'C', '.'), maxLength: 6 }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(fc.constantFrom('a', 'ab', 'b a'), texts, (typed, all) => {
        const sorted = all
          .map((text, index) => ({ index, points: score(typed, text) }))
          .filter((each): each is { index: number; points: number } => each.points !== null)
          .sort((x, y) => y.points - x.points || x.index - y.index)
          .slice(0, 7)
          .map(({ index }) => index);
        expect(best(typed, all.length, (i) => all[i] as string, 7)).toEqual(sorted);
      }),
    );
  });
});
