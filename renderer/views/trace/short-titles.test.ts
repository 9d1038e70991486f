import { describe, expect, it } from 'vitest';
import { shortTitles } from './short-titles.ts';

describe('short titles of paths', () => {
  it('are names of files, with as many folders as tell two of one name apart', () => {
    expect(
      shortTitles([
        'src/cart.js',
        'src/routes/index.js',
        'src/store/index.js',
        'lib/store/index.js',
        'index.js',
      ]),
    ).toEqual(['cart.js', 'routes/index.js', 'src/store/index.js', 'lib/store/index.js', 'index.js']);
  });

  it('are what they are where there is no folder, or two are the same', () => {
    expect(shortTitles(['main', 'worker 1', 'main'])).toEqual(['main', 'worker 1', 'main']);
  });
});
