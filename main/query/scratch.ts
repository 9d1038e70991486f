/**
 * Memory for the columns that a query needs while it is answered. A million call nodes make columns of many megabytes each: left to
 * the collector they would lie in every reader until it finds them worth its time, and what it frees then the allocator keeps in
 * heaps full of holes. `release` gives them back at once, the last ones first, so that the allocator can join them again.
 */
export class Scratch {
  #buffers: ArrayBuffer[] = [];
  #parts: Scratch[] = [];

  /** Memory of zeros, until `release`. */
  room(bytes: number): ArrayBuffer {
    const buffer = new ArrayBuffer(bytes);
    this.#buffers.push(buffer);
    return buffer;
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.room(length));
  }

  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.room(length * Int32Array.BYTES_PER_ELEMENT));
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(this.room(length * Float64Array.BYTES_PER_ELEMENT));
  }

  /** What may be released before the rest is, and is with it. */
  part(): Scratch {
    const part = new Scratch();
    this.#parts.push(part);
    return part;
  }

  /** Lends memory to `work` alone. */
  within<T>(work: (part: Scratch) => T): T {
    const part = new Scratch();
    try {
      return work(part);
    } finally {
      part.release();
    }
  }

  /** Gives everything back: its columns have a length of 0 from now on. It can be used anew. */
  release(): void {
    for (const part of this.#parts) part.release();
    for (const buffer of this.#buffers.reverse()) buffer.transfer(0);
    this.#parts = [];
    this.#buffers = [];
  }
}
