/** Numbers that become more and more, without an object for each. */
export class GrowingList {
  length = 0;
  #values = new Float64Array(64);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** What there is so far; of no use after the next `push`. */
  values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }
}
