/**
 * Share of modules with at least one edge to or from another one, 0-1. A single module has nothing to be connected to: 1;
 * so has an empty project.
 */
export function connectivityRatio(modules: number, from: Int32Array, to: Int32Array): number {
  if (modules <= 1) return 1;
  const connected = new Uint8Array(modules);
  for (let e = 0; e < from.length; e++) {
    const a = from[e] ?? 0;
    const b = to[e] ?? 0;
    if (a === b) continue;
    connected[a] = 1;
    connected[b] = 1;
  }
  return connected.reduce((sum, one) => sum + one, 0) / modules;
}
