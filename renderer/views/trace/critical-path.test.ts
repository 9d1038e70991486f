import { describe, expect, it } from 'vitest';
import { criticalPath } from './critical-path.ts';
import { drawTrace } from './testing/notation.ts';

/** The path as `name start-end`. */
function path(text: string): string[] {
  const rows = drawTrace(text);
  const { row, startNs, endNs } = criticalPath(rows);
  return [...row].map((each, i) => `${rows.names[rows.function[each] as number]} ${startNs[i]}-${endNs[i]}`);
}

describe('the critical path', () => {
  it('is, of calls one after another, each of them and what is between them', () => {
    expect(
      path(`
        request 0-100
          load 10-40
            read 15-30
          save 50-90
      `),
    ).toEqual([
      'request 0-10',
      'load 10-15',
      'read 15-30',
      'load 30-40',
      'request 40-50',
      'save 50-90',
      'request 90-100',
    ]);
  });

  it('leaves out what ran beside something that took longer', () => {
    expect(
      path(`
        request 0-100
          quick 10-30
          slow 10-80
          late 80-90
      `),
    ).toEqual(['request 0-10', 'slow 10-80', 'late 80-90', 'request 90-100']);
  });

  it('goes on with what had ended when the last one began', () => {
    expect(
      path(`
        request 0-60
          first 0-30
          beside 5-20
          second 35-60
      `),
    ).toEqual(['first 0-30', 'request 30-35', 'second 35-60']);
  });

  it('counts a call that outlives its caller as long as the caller', () => {
    expect(
      path(`
        request 0-50
          detached 20-90
      `),
    ).toEqual(['request 0-20', 'detached 20-50']);
  });

  it('adds up to the length of the first call, whatever ran at the same time', () => {
    const rows = drawTrace(`
      request 0-100
        a 5-60
          b 10-50
          c 12-58
        d 40-95
          e 41-70
    `);
    const { ownNs } = criticalPath(rows);
    expect(ownNs.reduce((sum, ns) => sum + ns)).toBe(100);
  });
});
