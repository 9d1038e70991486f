/**
 * Lines from 1 by byte, asked for in ascending order: each byte is looked at once. Lines end as the engine ends them: LF, CR, CR LF, U+2028, U+2029.
 * @param bytes UTF-8
 */
export function createLineCounter(bytes: Uint8Array): (at: number) => number {
  let line = 1;
  let counted = 0;
  return (at) => {
    for (; counted < at; counted++) {
      const code = bytes[counted];
      if (code === 10) line++;
      else if (code === 13) {
        if (bytes[counted + 1] !== 10) line++;
      } else if (code === 0xe2 && bytes[counted + 1] === 0x80 && ((bytes[counted + 2] ?? 0) & 0xfe) === 0xa8)
        line++;
    }
    return line;
  };
}
