import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstFlameSettings,
  flameOrders,
  flameText,
  flameWeights,
  type PlainTransform,
} from './flame-settings.ts';

const code = fc.integer({ min: -9999, max: 999_999 });
const path = fc.array(code, { minLength: 1, maxLength: 8 });
const transform: fc.Arbitrary<PlainTransform> = fc.oneof(
  fc.record({ kind: fc.constantFrom('focus-function', 'merge-function', 'drop-function'), function: code }),
  fc.record({ kind: fc.constantFrom('focus-subtree', 'merge-node'), path }),
  fc.record({ kind: fc.constant('collapse-recursion'), function: code, direct: fc.boolean() }),
  fc.record({ kind: fc.constant('collapse-file'), file: fc.nat(99_999) }),
) as fc.Arbitrary<PlainTransform>;
const settings = fc.record({
  order: fc.constantFrom(...flameOrders),
  by: fc.constantFrom(...flameWeights),
  thread: fc.option(fc.nat(65_535)),
  trace: fc.option(fc.stringMatching(/^[0-9a-f]{16}$/)),
  middle: fc.option(fc.nat(999_999)),
  base: fc.option(fc.stringMatching(/^r[a-z0-9]{12}$/)),
  transforms: fc.array(transform, { maxLength: 6 }),
});

describe('what the address says of the flame graph', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(settings, (each) => {
        expect(flameText.read(flameText.write(each))).toEqual(each);
      }),
    );
  });

  it('is nothing as long as nothing was changed', () => {
    expect(flameText.write(firstFlameSettings)).toBe('');
    expect(flameText.read('')).toEqual(firstFlameSettings);
  });

  it('is short', () => {
    const transforms: PlainTransform[] = [
      { kind: 'focus-subtree', path: [3, 4] },
      { kind: 'drop-function', function: 12 },
    ];
    const text = flameText.write({ ...firstFlameSettings, order: 'bottom-up', transforms });
    expect(text).toBe('bottom-up;do:F3.4,d12');
  });

  it('may be anything that a person types', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(flameText.read(text).transforms).toBeInstanceOf(Array);
      }),
    );
    expect(flameText.read('sandwich;by:luck;do:x1,f,f1..2,m7')).toEqual({
      ...firstFlameSettings,
      order: 'sandwich',
      transforms: [{ kind: 'merge-function', function: 7 }],
    });
  });
});
