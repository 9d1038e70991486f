import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOutputRing } from './output-ring.ts';

describe('the output ring', () => {
  it('always holds the last bytes of everything that was appended', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 40 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 500 }), (appended, capacity) => {
        const ring = createOutputRing(capacity);
        for (const piece of appended) ring.append(piece);
        const all = Buffer.concat(appended);
        const { offset, bytes } = ring.snapshot();
        expect(ring.total).toBe(all.length);
        expect(offset + bytes.length).toBe(all.length);
        expect(bytes.length).toBe(Math.min(all.length, capacity));
        expect(Buffer.from(bytes).equals(all.subarray(offset))).toBe(true);
      }),
    );
  });

  it('grows past its first size without losing what it held', () => {
    const ring = createOutputRing(1_000_000);
    const piece = Uint8Array.from({ length: 50_000 }, (_, i) => i % 251);
    for (let i = 0; i < 30; i++) ring.append(piece);
    const { offset, bytes } = ring.snapshot();
    expect([offset, bytes.length]).toEqual([500_000, 1_000_000]);
    expect(bytes.every((byte, i) => byte === ((offset + i) % 50_000) % 251)).toBe(true);
  });
});
