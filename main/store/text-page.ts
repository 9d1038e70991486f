import { packTable, Table } from './columns.ts';
import { damaged, pack, unpack } from './compression.ts';

/** Strings of the recording behind each other: u32 count, u32 byte length of each, then their UTF-8 bytes. */
export function packTexts(texts: readonly string[]): Buffer {
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'));
  const head = Buffer.alloc(4 + 4 * encoded.length);
  head.writeUInt32LE(encoded.length, 0);
  for (const [i, bytes] of encoded.entries()) head.writeUInt32LE(bytes.length, 4 + 4 * i);
  return pack(Buffer.concat([head, ...encoded]));
}

export function unpackTexts(page: Uint8Array): string[] {
  const bytes = Buffer.from(unpack(page));
  const count = bytes.readUInt32LE(0);
  let at = 4 + 4 * count;
  if (at > bytes.length) throw damaged('a page of texts states an impossible count');
  return Array.from({ length: count }, (_, i) => {
    const start = at;
    at += bytes.readUInt32LE(4 + 4 * i);
    return bytes.toString('utf8', start, at);
  });
}

/** What the string ids of one thread stand for: row i is the text of the id `first + i`; -1: never defined. */
export function packTextMap(ids: Float64Array): Buffer {
  return packTable(ids.length, [{ id: 1, mode: 'delta', values: ids }]);
}

export function unpackTextMap(page: Uint8Array): Float64Array {
  return Table.unpack(page).float64(1);
}
