interface Kept<V> {
  readonly value: V;
  /** When it was last asked for. */
  weight: number;
}

/** Keeps the values that were used last, as far as their weights fit. A weight may change while a value is used. */
export class LruCache<K, V> {
  readonly #capacity: number;
  readonly #weigh: (value: V) => number;
  readonly #values = new Map<K, Kept<V>>();
  #weight = 0;

  /** `capacity`: the sum of the weights; without `weigh`, how many values. */
  constructor(capacity: number, weigh: (value: V) => number = () => 1) {
    this.#capacity = capacity;
    this.#weigh = weigh;
  }

  get(key: K): V | undefined {
    const kept = this.#values.get(key);
    if (kept === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, kept);
    const weight = this.#weigh(kept.value);
    this.#weight += weight - kept.weight;
    kept.weight = weight;
    return kept.value;
  }

  set(key: K, value: V): void {
    this.#drop(key);
    const weight = this.#weigh(value);
    this.#values.set(key, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#values.keys()) {
      // What is being used stays, however large.
      if (this.#weight <= this.#capacity || oldest === key) return;
      this.#drop(oldest);
    }
  }

  /** Forgets all values, and gives them. */
  clear(): V[] {
    const values = Array.from(this.#values.values(), ({ value }) => value);
    this.#values.clear();
    this.#weight = 0;
    return values;
  }

  #drop(key: K): void {
    const kept = this.#values.get(key);
    if (kept === undefined) return;
    this.#values.delete(key);
    this.#weight -= kept.weight;
  }
}
