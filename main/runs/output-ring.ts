/** The last part of a stream of bytes. */
export interface OutputRing {
  /** Bytes ever appended. */
  readonly total: number;
  append(bytes: Uint8Array): void;
  /** A copy of what is kept, and the position of its first byte in the whole stream. */
  snapshot(): { readonly offset: number; readonly bytes: Uint8Array };
}

/** What a terminal shows again when a window is opened anew. */
const terminalCapacity = 4 * 1024 * 1024;
const firstSize = 64 * 1024;

/** Keeps the last `capacity` bytes; its memory grows with what is in it. */
export function createOutputRing(capacity = terminalCapacity): OutputRing {
  let buffer = new Uint8Array(Math.min(firstSize, capacity));
  let total = 0;
  const kept = (): number => Math.min(total, buffer.length);

  function snapshot() {
    const length = kept();
    const offset = total - length;
    const start = offset % buffer.length;
    const bytes = new Uint8Array(length);
    const untilEdge = Math.min(length, buffer.length - start);
    bytes.set(buffer.subarray(start, start + untilEdge));
    bytes.set(buffer.subarray(0, length - untilEdge), untilEdge);
    return { offset, bytes };
  }

  /** Only before the first byte is overwritten: then all that was appended is still there, from position 0. */
  function grow(needed: number): void {
    let size = buffer.length;
    while (size < needed && size < capacity) size *= 2;
    const larger = new Uint8Array(Math.min(size, capacity));
    larger.set(buffer.subarray(0, total));
    buffer = larger;
  }

  return {
    get total() {
      return total;
    },
    append(bytes) {
      if (total <= buffer.length && total + bytes.length > buffer.length && buffer.length < capacity) {
        grow(total + bytes.length);
      }
      const tail = bytes.subarray(Math.max(0, bytes.length - buffer.length));
      const start = (total + bytes.length - tail.length) % buffer.length;
      const untilEdge = Math.min(tail.length, buffer.length - start);
      buffer.set(tail.subarray(0, untilEdge), start);
      buffer.set(tail.subarray(untilEdge), 0);
      total += bytes.length;
    },
    snapshot,
  };
}
