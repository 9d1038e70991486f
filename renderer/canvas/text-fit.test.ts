import { describe, expect, it } from 'vitest';
import { createTextFit } from './text-fit.ts';

const fit = createTextFit((text) => [...text].reduce((sum, letter) => sum + (letter === 'W' ? 12 : 6), 0));

describe('cutting labels', () => {
  it('keeps what fits, cuts with an ellipsis what does not, and gives up below two letters', () => {
    expect(fit.fit('handle', 36)).toBe('handle');
    expect(fit.fit('handle', 35)).toBe('hand…');
    expect(fit.fit('handle', 18)).toBe('ha…');
    expect(fit.fit('handle', 17)).toBe('');
  });

  it('knows that letters differ in width', () => {
    expect(fit.fit('WWWW', 42)).toBe('WWW…');
    expect(fit.widthOf('WaW')).toBe(30);
  });
});
