/**
 * Large columns lie side by side in pieces that the C library always asks the system for, and gives back to it when they are freed: any
 * piece above 32 MiB. Smaller ones would end in its heaps once one of their size was freed. What is not written to of a piece costs nothing.
 */
const SLAB_BYTES = 2 ** 25 + 2 ** 20;
const LARGE_BYTES = 2 ** 18;

/**
 * Memory for the columns that a query needs while it is answered. A million call nodes make columns of many megabytes each: left to
 * the collector they would lie in every reader until it finds them worth its time, and what it frees then the allocator keeps in
 * heaps full of holes. `release` gives them back at once, the last ones first, so that the allocator can join them again.
 */
export class Scratch {
  #buffers: ArrayBuffer[] = [];
  /** Where the next large column goes. */
  #slab: ArrayBuffer | undefined;
  #used = 0;
  #parts: Scratch[] = [];

  /**
   * Memory of zeros, until `release`: at least so many bytes. The C library lets each of its heaps keep as much as twice the largest
   * piece up to 32 MiB that was ever freed, so that of those none is asked for.
   */
  room(bytes: number): ArrayBuffer {
    const buffer = new ArrayBuffer(bytes < LARGE_BYTES ? bytes : Math.max(SLAB_BYTES, bytes));
    this.#buffers.push(buffer);
    return buffer;
  }

  uint8(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(...this.#place(length), length);
  }

  int32(length: number): Int32Array<ArrayBuffer> {
    return new Int32Array(...this.#place(length * Int32Array.BYTES_PER_ELEMENT), length);
  }

  float64(length: number): Float64Array<ArrayBuffer> {
    return new Float64Array(...this.#place(length * Float64Array.BYTES_PER_ELEMENT), length);
  }

  #place(bytes: number): [buffer: ArrayBuffer, at: number] {
    if (bytes < LARGE_BYTES) return [this.room(bytes), 0];
    let at = this.#used;
    if (!this.#slab || at + bytes > this.#slab.byteLength) {
      this.#slab = this.room(bytes);
      at = 0;
    }
    this.#used = Math.ceil((at + bytes) / 8) * 8;
    return [this.#slab, at];
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
    this.#slab = undefined;
    this.#used = 0;
  }
}
