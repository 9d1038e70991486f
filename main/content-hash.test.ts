import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contentHash } from './content-hash.ts';

it('is the same for the same content wherever it stands in memory, and another for one byte more, less or different', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.nat(7),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (content, shift, place, by) => {
        const shifted = new Uint8Array(content.length + shift);
        shifted.set(content, shift);
        const hash = contentHash(content);
        expect(contentHash(shifted.subarray(shift))).toBe(hash);
        const changed = content.slice();
        const at = place % content.length;
        changed[at] = (changed[at] as number) ^ by;
        expect(contentHash(changed)).not.toBe(hash);
        expect(contentHash(content.subarray(1))).not.toBe(hash);
        expect(contentHash(Uint8Array.of(...content, 0))).not.toBe(hash);
      },
    ),
  );
});
