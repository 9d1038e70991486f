import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AllocationProfile,
  decodeAllocations,
  encodeFileHead,
  encodeJsonFrame,
  FRAME,
  FrameReader,
  MAX_ALLOCATION_NODES,
} from './index.ts';

function read(profile: unknown): AllocationProfile {
  const reader = new FrameReader();
  reader.push(encodeFileHead());
  reader.push(encodeJsonFrame(FRAME.ALLOCATIONS, profile));
  const frame = reader.next();
  if (!frame) throw new Error('There is no frame');
  return decodeAllocations(frame);
}

/** The whole, a function that took 100 bytes, and one below it. */
const sound: AllocationProfile = {
  timeNs: 5000,
  measure: 'allocated',
  intervalBytes: 32_768,
  parent: [-1, 0, 1],
  function: [-1, 4, 2],
  bytes: [0, 100, 20.5],
  count: [0, 2, 1],
};

describe('a profile of memory', () => {
  test('comes back as it was written', () => {
    expect(read(sound)).toEqual(sound);
    const whole = { parent: [-1], function: [-1], bytes: [0], count: [0] };
    expect(read({ ...sound, ...whole })).toEqual({ ...sound, ...whole });
  });

  test('is refused when it is no tree, or not of known numbers', () => {
    const wrong: readonly Partial<Record<keyof AllocationProfile, unknown>>[] = [
      { measure: 'guessed' },
      { parent: [], function: [], bytes: [], count: [] },
      { parent: [-1, 0, 2] },
      { parent: [-1, 0, -1] },
      { parent: [0, 0, 1] },
      { parent: [-1, 0, 0.5] },
      { parent: [-1, 0] },
      { function: [-1, 4, -2] },
      { function: [-1, '4', 2] },
      { bytes: [0, 100, -1] },
      { bytes: [0, 100, null] },
      { count: [0, 2] },
      { timeNs: null },
    ];
    for (const change of wrong) expect(() => read({ ...sound, ...change })).toThrow(RangeError);
    expect(() => read(null)).toThrow();
  });

  test('may have as many nodes as the format says, and not one more', () => {
    const chain = (nodes: number) => ({
      ...sound,
      parent: Array.from({ length: nodes }, (_, i) => i - 1),
      function: Array<number>(nodes).fill(-1),
      bytes: Array<number>(nodes).fill(1),
      count: Array<number>(nodes).fill(1),
    });
    expect(read(chain(MAX_ALLOCATION_NODES)).parent).toHaveLength(MAX_ALLOCATION_NODES);
    expect(() => read(chain(MAX_ALLOCATION_NODES + 1))).toThrow(RangeError);
  });

  test('whatever stands in its frame, it is a tree or refused', () => {
    const list = fc.array(fc.oneof(fc.integer({ min: -2, max: 4 }), fc.double()), { maxLength: 5 });
    fc.assert(
      fc.property(list, list, list, list, (parent, fn, bytes, count) => {
        let profile: AllocationProfile;
        try {
          profile = read({ ...sound, parent, function: fn, bytes, count });
        } catch {
          return;
        }
        for (const [node, above] of profile.parent.entries()) {
          expect(above).toBeGreaterThanOrEqual(node === 0 ? -1 : 0);
          expect(above).toBeLessThan(node);
        }
        expect(profile.bytes).toHaveLength(profile.parent.length);
      }),
    );
  });
});
