/** Bits of `ModuleGraph.edges.kinds`. One edge joins all statements and calls from one module to another. */
export const EDGE = {
  import: 1,
  require: 2,
  /** Loaded when the code comes by, if at all: `import('x')`, a `require` in a function; in Python an import in one. */
  dynamic: 4,
  /** `import type`, `export type ... from`, `import('x')` as a type: nothing of it is left when the code runs. */
  type: 8,
  reExport: 16,
  runtime: 32,
} as const;

/** The bits of statements that load the other module. An edge with none of them is type-only or runtime-only. */
export const LOADING = EDGE.import | EDGE.require | EDGE.dynamic | EDGE.reExport;

/** Of these, the bits of statements that load it together with their own module. */
export const AT_ONCE = LOADING & ~EDGE.dynamic;

/** Bits of `ModuleGraph.modules.flags`. */
export const MODULE = { inSource: 1, inRun: 2, entry: 4, test: 8 } as const;

/** How an export names each bit, in the order of the bits. */
const names: readonly (readonly [number, string])[] = [
  [EDGE.import, 'import'],
  [EDGE.require, 'require'],
  [EDGE.dynamic, 'dynamic'],
  [EDGE.type, 'type'],
  [EDGE.reExport, 're-export'],
  [EDGE.runtime, 'runtime'],
];

/** The names of the bits that are set. */
export function edgeKindNames(kinds: number): string[] {
  return names.filter(([bit]) => (kinds & bit) !== 0).map(([, name]) => name);
}
