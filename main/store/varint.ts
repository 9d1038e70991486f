const TWO_31 = 2 ** 31;

/** Unsigned LEB128 numbers below 2^53 behind each other. */
export class VarintWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  put(value: number): void {
    if (this.#length + 8 > this.#bytes.length) {
      const bigger = new Uint8Array(this.#bytes.length * 2);
      bigger.set(this.#bytes);
      this.#bytes = bigger;
    }
    let rest = value;
    // Few are that large, and divisions are slow.
    for (; rest >= TWO_31; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>>= 7) this.#bytes[this.#length++] = (rest & 127) | 128;
    this.#bytes[this.#length++] = rest;
  }

  /** What was put since the last call, as bytes of their own. */
  take(): Uint8Array {
    const taken = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }
}

export class VarintReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** A second reader at the same place. */
  copy(): VarintReader {
    return new VarintReader(this.#bytes, this.#at);
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** 0 behind the end. */
  take(): number {
    let value = 0;
    for (let scale = 1; this.#at < this.#bytes.length; scale *= 128) {
      const byte = this.#bytes[this.#at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  }
}
