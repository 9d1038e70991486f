import * as zlib from 'node:zlib';

const TABLE = /* @__PURE__ */ buildTable();

function buildTable(): Uint32Array {
  const table = new Uint32Array(256);
  for (let n = 0; n < 256; n++) {
    let c = n;
    for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    table[n] = c >>> 0;
  }
  return table;
}

/** CRC-32 (IEEE 802.3), continued from `seed`, which is the result for the bytes before. */
export function crc32Table(bytes: Uint8Array, seed = 0): number {
  let c = ~seed;
  for (let i = 0; i < bytes.length; i++) {
    c = (TABLE[(c ^ (bytes[i] as number)) & 0xff] as number) ^ (c >>> 8);
  }
  return ~c >>> 0;
}

// Node has it since 20.15 and 22.2; captured once, because an app may replace what a module exports.
const native = (zlib as { crc32?: (data: Uint8Array, seed?: number) => number }).crc32;

export const crc32: (bytes: Uint8Array, seed?: number) => number = native ?? crc32Table;
