/**
 * 64 bits and the length, for telling whether a file is as it was; no protection against somebody who wants two files to look alike.
 * Two lanes of multiply and rotate, as in MurmurHash3, four bytes at a time. Needs no library to be loaded, which would take longer than hashing.
 */
export function contentHash(bytes: Uint8Array): string {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const words = new Int32Array(aligned.buffer, aligned.byteOffset, bytes.length >>> 2);
  let a = bytes.length;
  let b = 0x9747b28c;
  // The last few bytes are taken one by one.
  const rest = words.length;
  const end = rest + (bytes.length & 3);
  for (let at = 0; at < end; at++) {
    const word = (at < rest ? words[at] : bytes[rest * 4 + at - rest]) as number;
    a = Math.imul(a ^ Math.imul(word, 0xcc9e2d51), 0x1b873593);
    a = (a << 13) | (a >>> 19);
    b = Math.imul(b + word, 0x85ebca6b);
    b = ((b << 15) | (b >>> 17)) ^ a;
  }
  return `${bytes.length} ${(a >>> 0).toString(36)} ${(b >>> 0).toString(36)}`;
}
