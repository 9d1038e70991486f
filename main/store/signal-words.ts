/** Words of a log record or of an operation's details as the stream has them, little-endian: a row of its own each. */
export function packWords(words: Int32Array, offset: number, count: number): Buffer {
  const data = Buffer.alloc(4 * count);
  for (let i = 0; i < count; i++) data.writeInt32LE(words[offset + i] as number, 4 * i);
  return data;
}

/** Throws `RangeError` for bytes that are no whole words. */
export function unpackWords(data: Uint8Array): Int32Array {
  if (data.length % 4 !== 0) throw new RangeError('Words of 4 bytes were expected');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Int32Array.from({ length: data.length / 4 }, (_, i) => view.getInt32(4 * i, true));
}

/** Ids of a trace context, as the header `traceparent` writes them; the words are big-endian digits. */
export function hexadecimal(words: Int32Array, offset: number, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += ((words[offset + i] as number) >>> 0).toString(16).padStart(8, '0');
  return text;
}
