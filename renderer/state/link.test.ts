import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatLink, parseLink } from './link.ts';
import { firstView, home, type Location, viewIds } from './location.ts';

const text = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const selection = fc.oneof(
  fc.record({
    kind: fc.constant('span' as const),
    span: fc.stringMatching(/^[0-9a-f]{16}$/),
    function: fc.nat(999_999),
  }),
  fc.record({ kind: fc.constant('function' as const), function: fc.nat(999_999) }),
  fc.record({ kind: fc.constant('module' as const), path: text }),
  fc.record({ kind: fc.constant('finding' as const), id: fc.stringMatching(/^[0-9a-f]{16}$/) }),
);
const range = fc
  .tuple(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.double({ min: 1e-9, max: 1e15, noNaN: true }))
  .map(([startNs, length]) => ({ startNs, endNs: startNs + length }))
  .filter((r) => r.endNs > r.startNs);
const location: fc.Arbitrary<Location> = fc
  .record({
    project: fc.option(text),
    run: fc.option(fc.stringMatching(/^[\w.-]{1,64}$/)),
    view: fc.constantFrom(...viewIds),
    range: fc.option(range),
    selection: fc.option(selection),
    source: fc.option(fc.record({ path: text, line: fc.option(fc.nat(999_999)) })),
    own: fc.option(text),
    step: fc.option(fc.record({ thread: fc.nat(65_535), step: fc.nat() })),
  })
  .map(({ own, ...at }) => ({
    ...at,
    run: at.project === null ? null : at.run,
    own: own === null ? {} : { [at.view]: own },
  }));

describe('a deep link', () => {
  it('brings back every location it was made from', () => {
    fc.assert(
      fc.property(location, (at) => {
        expect(parseLink(`#${formatLink(at)}`)).toEqual({ ok: true, location: at });
      }),
    );
  });

  it('to a project alone opens it on the first view', () => {
    const parsed = parseLink('#/p/%2Fhome%2Fme%2Fmy%20app');
    expect(parsed).toEqual({ ok: true, location: { ...home, project: '/home/me/my app', view: firstView } });
    expect(parseLink('#/p/x/r/latest')).toMatchObject({
      ok: true,
      location: { run: 'latest', view: firstView },
    });
  });

  it('never throws, whatever is typed into the address', () => {
    fc.assert(
      fc.property(fc.string(), (hash) => {
        const parsed = parseLink(hash);
        expect(parsed.ok || parsed.reason.length > 0).toBe(true);
      }),
    );
  });

  it('is the welcome page when it is empty', () => {
    expect(parseLink('')).toEqual({ ok: true, location: home });
    expect(parseLink('#/')).toEqual({ ok: true, location: home });
  });

  it.each([
    ['#/p/%2Fx/r/r1/nowhere', 'names no view'],
    ['#/r/r1/timeline', 'names a run without its project'],
    ['#/p/%2Fx/r/r1/timeline?range=9-3', 'time range'],
    ['#/p/%2Fx/r/r1/timeline?sel=span:xyz', 'selection'],
    ['#/p/%E0%A4%A/timeline', 'not a well-formed address'],
  ])('says what is wrong with %s', (hash, why) => {
    const parsed = parseLink(hash);
    expect(parsed.ok).toBe(false);
    expect(!parsed.ok && parsed.reason).toContain(why);
  });
});
