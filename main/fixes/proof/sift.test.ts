import { expect, it } from 'vitest';
import { sift } from './sift.ts';

const letters = [...'abcdefgh'];

/** Tries parts of the letters; worse are those that hold one of the guilty, or all of a pair. */
async function sifted(guilty: string, pair = '') {
  const tried: string[] = [];
  const whyWorse = (part: readonly string[]): string | null => {
    const bad = part.find((letter) => guilty.includes(letter));
    if (bad !== undefined) return `${bad} fails`;
    return pair !== '' && [...pair].every((letter) => part.includes(letter)) ? 'both fail' : null;
  };
  const found = await sift(letters, whyWorse(letters) ?? 'something fails', async (part) => {
    tried.push(part.join(''));
    return whyWorse(part);
  });
  return {
    fine: found.fine.join(''),
    guilty: found.guilty.map(({ item, reason }) => `${item}: ${reason}`),
    tried,
  };
}

it.each(letters)(
  'finds that %s alone makes things worse, and keeps the others in their order',
  async (letter) => {
    const { fine, guilty, tried } = await sifted(letter);
    expect(fine).toBe(letters.filter((one) => one !== letter).join(''));
    expect(guilty).toEqual([`${letter}: ${letter} fails`]);
    expect(tried.length).toBeLessThanOrEqual(6);
  },
);

it('finds several, next to each other and apart', async () => {
  expect(await sifted('ab')).toMatchObject({ fine: 'cdefgh', guilty: ['a: a fails', 'b: b fails'] });
  expect((await sifted('ah')).fine).toBe('bcdefg');
  expect((await sifted('abcdefgh')).fine).toBe('');
});

it('blames the later of two that only fail together', async () => {
  expect(await sifted('', 'bg')).toMatchObject({ fine: 'abcdefh', guilty: ['g: both fail'] });
});

it('tries nothing that is known already', async () => {
  const { tried } = await sifted('h');
  expect(tried).toEqual(['abcd', 'abcdef', 'abcdefg']);
});
