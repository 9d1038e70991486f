/**
 * Values as bytes: what JSON has, `undefined`, maps, sets and typed arrays. An object that stands in several places is one object
 * again when it is read, also within itself. V8's own serializer would do, but for one thing: it detaches a buffer, and with
 * the first that is detached in a thread V8 has every access to a typed array checked for it from then on.
 *
 * A value is a byte for its kind and what the kind needs, numbers little-endian: f64; u32 bytes and UTF-8; u32 elements and the
 * values; u32 bytes and the bytes; u32 which object, counted from the first. Keys and values of an object or map take turns.
 */
const KIND = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  number: 4,
  string: 5,
  array: 6,
  object: 7,
  map: 8,
  set: 9,
  float64: 10,
  int32: 11,
  uint8: 12,
  known: 13,
} as const;

type Typed = Float64Array | Int32Array | Uint8Array;

/** Throws where a value is of another kind, or so deep in others that the stack does not reach. */
export function encodeState(value: unknown): Buffer {
  const writer = new StateWriter();
  writer.value(value);
  return writer.bytes.subarray(0, writer.length);
}

class StateWriter {
  bytes = Buffer.allocUnsafe(64 * 1024);
  length = 0;
  readonly #known = new Map<object, number>();

  value(value: unknown): void {
    if (typeof value === 'number') {
      this.#kind(KIND.number, 8);
      this.length = this.bytes.writeDoubleLE(value, this.length);
    } else if (typeof value === 'string') this.#bytes(KIND.string, Buffer.from(value, 'utf8'));
    else if (value === undefined) this.#kind(KIND.undefined, 0);
    else if (value === null) this.#kind(KIND.null, 0);
    else if (typeof value === 'boolean') this.#kind(value ? KIND.true : KIND.false, 0);
    else if (typeof value === 'object') this.#object(value);
    else throw new TypeError(`A ${typeof value} cannot be saved`);
  }

  #object(value: object): void {
    const known = this.#known.get(value);
    if (known !== undefined) {
      this.#head(KIND.known, known);
      return;
    }
    this.#known.set(value, this.#known.size);
    if (value instanceof Float64Array) this.#bytes(KIND.float64, value);
    else if (value instanceof Int32Array) this.#bytes(KIND.int32, value);
    else if (value instanceof Uint8Array) this.#bytes(KIND.uint8, value);
    else if (Array.isArray(value)) this.#values(KIND.array, value.length, value);
    else if (value instanceof Map) this.#values(KIND.map, value.size, [...value].flat());
    else if (value instanceof Set) this.#values(KIND.set, value.size, value);
    else this.#values(KIND.object, Object.keys(value).length, Object.entries(value).flat());
  }

  #values(kind: number, count: number, values: Iterable<unknown>): void {
    this.#head(kind, count);
    for (const one of values) this.value(one);
  }

  #bytes(kind: number, { buffer, byteOffset, byteLength }: Typed): void {
    this.#head(kind, byteLength);
    this.#reserve(byteLength);
    this.bytes.set(new Uint8Array(buffer, byteOffset, byteLength), this.length);
    this.length += byteLength;
  }

  #head(kind: number, count: number): void {
    this.#kind(kind, 4);
    this.length = this.bytes.writeUInt32LE(count, this.length);
  }

  #kind(kind: number, more: number): void {
    this.#reserve(1 + more);
    this.bytes[this.length++] = kind;
  }

  #reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const bigger = Buffer.allocUnsafe((this.length + more) * 2);
    bigger.set(this.bytes.subarray(0, this.length));
    this.bytes = bigger;
  }
}

/** Throws where the bytes are not what `encodeState` made. */
export function decodeState(bytes: Uint8Array): unknown {
  return new StateReader(bytes).value();
}

class StateReader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  readonly #known: unknown[] = [];
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(): unknown {
    const kind = this.#view.getUint8(this.#at++);
    switch (kind) {
      case KIND.undefined:
        return undefined;
      case KIND.null:
        return null;
      case KIND.false:
      case KIND.true:
        return kind === KIND.true;
      case KIND.number:
        this.#at += 8;
        return this.#view.getFloat64(this.#at - 8, true);
      case KIND.string:
        return Buffer.from(this.#slice()).toString('utf8');
      case KIND.known:
        return this.#known[this.#count()];
      case KIND.float64:
        return this.#keep(new Float64Array(this.#slice()));
      case KIND.int32:
        return this.#keep(new Int32Array(this.#slice()));
      case KIND.uint8:
        return this.#keep(new Uint8Array(this.#slice()));
      case KIND.array:
        return this.#fill<unknown[]>([], (array) => array.push(this.value()));
      case KIND.object:
        return this.#fill<Record<string, unknown>>({}, (object) => {
          const key = this.value() as string;
          object[key] = this.value();
        });
      case KIND.map:
        return this.#fill(new Map<unknown, unknown>(), (map) => map.set(this.value(), this.value()));
      case KIND.set:
        return this.#fill(new Set<unknown>(), (set) => set.add(this.value()));
      default:
        throw new RangeError(`There is no kind ${kind} of value`);
    }
  }

  /** Known before its parts are read: they may lead back to it. */
  #fill<T>(empty: T, add: (to: T) => void): T {
    const count = this.#count();
    this.#keep(empty);
    for (let i = 0; i < count; i++) add(empty);
    return empty;
  }

  #keep<T>(value: T): T {
    this.#known.push(value);
    return value;
  }

  #count(): number {
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** A copy, for numbers of eight bytes cannot begin anywhere. */
  #slice(): ArrayBuffer {
    const length = this.#count();
    this.#at += length;
    if (this.#at > this.#bytes.length) throw new RangeError('The bytes end within a value');
    return new Uint8Array(this.#bytes.subarray(this.#at - length, this.#at)).buffer;
  }
}
