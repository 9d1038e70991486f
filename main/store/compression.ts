import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ContractError } from '#contract';

/**
 * A page is packed as u32 unpacked length, u32 checksum of the packed bytes (CRC-32), and those bytes: a zstd frame, or, where
 * bit 31 of the length is set, the content itself. Level 1: measured on span pages it is as small as deflate at a fifth
 * of its time; levels above gain nothing.
 */
const LEVEL = 1;
/** log2 of how far back a match may lie: no further than the content is long, for the compressor clears tables as large. */
const MIN_WINDOW = 10;
const MAX_WINDOW = 19;
/** log2 of the places of the table in which matches are looked up: a larger one takes longer to clear than it gains. */
const HASH_LOG = 12;
/** Shorter matches are hardly worth their search in planes of bytes. */
const MIN_MATCH = 7;
const HEAD_BYTES = 8;
const PLAIN = 2 ** 31;
/** Setting a compressor up costs more than it saves on fewer bytes. */
const MIN_COMPRESSED_BYTES = 512;

/** Larger than any page; a length above it is damage, and must not become an allocation. */
const MAX_UNPACKED_BYTES = 2 ** 30;

let compresses = true;

/** Whether this thread compresses what it packs from now on. A page says itself which it is. */
export function compressPages(on: boolean): void {
  compresses = on;
}

export function pack(bytes: Uint8Array, compressed = true): Buffer {
  const plain = !compresses || !compressed || bytes.length < MIN_COMPRESSED_BYTES;
  const body = plain ? bytes : compress(bytes);
  const page = Buffer.allocUnsafe(body.length + HEAD_BYTES);
  page.writeUInt32LE(plain ? PLAIN + bytes.length : bytes.length, 0);
  page.writeUInt32LE(crc32(body), 4);
  page.set(body, HEAD_BYTES);
  return page;
}

function compress(bytes: Uint8Array): Uint8Array {
  const window = Math.min(MAX_WINDOW, Math.max(MIN_WINDOW, 32 - Math.clz32(bytes.length - 1)));
  const params = {
    [constants.ZSTD_c_compressionLevel]: LEVEL,
    [constants.ZSTD_c_windowLog]: window,
    [constants.ZSTD_c_hashLog]: HASH_LOG,
    [constants.ZSTD_c_minMatch]: MIN_MATCH,
  };
  // Room for what most pages come to; more is taken as needed. What is taken and given back keeps the collector busy.
  return zstdCompressSync(bytes, { params, chunkSize: Math.max(1024, bytes.length >> 2) });
}

/** Throws `damaged` when the page does not verify. */
export function unpack(page: Uint8Array): Uint8Array {
  if (page.length < HEAD_BYTES) throw damaged('a page has no head');
  const view = new DataView(page.buffer, page.byteOffset);
  const stated = view.getUint32(0, true);
  const length = stated >= PLAIN ? stated - PLAIN : stated;
  const body = page.subarray(HEAD_BYTES);
  if (crc32(body) !== view.getUint32(4, true)) throw damaged('a page does not match its checksum');
  if (length > MAX_UNPACKED_BYTES) throw damaged('a page states an impossible length');
  const bytes = stated >= PLAIN ? body : decompress(body, length);
  if (bytes.length !== length) throw damaged('a page has not the length it says');
  return bytes;
}

function decompress(body: Uint8Array, length: number): Uint8Array {
  try {
    return zstdDecompressSync(body, {
      chunkSize: Math.max(64, length),
      maxOutputLength: Math.max(1, length),
    });
  } catch {
    throw damaged('a page cannot be unpacked');
  }
}

export function damaged(what: string): ContractError {
  return new ContractError(
    'damaged',
    `The recording is damaged: ${what}. What else it holds can still be read.`,
  );
}
