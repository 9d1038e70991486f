/**
 * Sorts the indexes in `order` by `key`, in place and stable, by merging the runs that are in order already: n log(runs) steps.
 */
export function naturalMergeOrder(order: Uint32Array, key: Float64Array): void {
  let bounds: number[] = [0];
  let before = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < order.length; i++) {
    const at = key[order[i] as number] as number;
    if (at < before) bounds.push(i);
    before = at;
  }
  if (bounds.length === 1) return;
  bounds.push(order.length);
  let from: Uint32Array = order;
  let to: Uint32Array = new Uint32Array(order.length);
  while (bounds.length > 2) {
    const merged: number[] = [0];
    for (let r = 0; r + 1 < bounds.length; r += 2) {
      const start = bounds[r] as number;
      const middle = bounds[r + 1] as number;
      const end = bounds[r + 2] ?? middle;
      merge(from, to, key, start, middle, end);
      merged.push(end);
    }
    bounds = merged;
    [from, to] = [to, from];
  }
  if (from !== order) order.set(from);
}

function merge(
  from: Uint32Array,
  to: Uint32Array,
  key: Float64Array,
  start: number,
  middle: number,
  end: number,
): void {
  let a = start;
  let b = middle;
  for (let i = start; i < end; i++) {
    const takeA =
      b >= end || (a < middle && (key[from[a] as number] as number) <= (key[from[b] as number] as number));
    to[i] = (takeA ? from[a++] : from[b++]) as number;
  }
}
