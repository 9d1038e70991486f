/** A copy of a column with room for `size` numbers; the new ones are 0. */
export function grown<T extends Int32Array | Uint32Array | Float64Array | Uint8Array>(
  old: T,
  size: number,
): T {
  const column = new (old.constructor as new (length: number) => T)(size);
  column.set(old);
  return column;
}
