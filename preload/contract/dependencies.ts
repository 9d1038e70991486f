import type { FunctionIdentity } from './ids.ts';

/** How the modules of a project lie to each other; indexes are those of `ModuleGraph.modules` of the same state of the files. */
export interface ModuleStructure {
  readonly path: readonly string[];
  /** Depth from what depends on nothing, from 0; modules of one cycle share it. */
  readonly layer: Int32Array;
  /** Modules that load it, and modules it loads; type-only edges left out. */
  readonly fanIn: Int32Array;
  readonly fanOut: Int32Array;
  /** Bits: 1 runs without being imported, 2 nothing that runs leads to it, 4 only tests do. */
  readonly flags: Uint8Array;
  /** With the edge that costs least to give up, of those that break up most of the cycle. */
  readonly cycles: readonly {
    readonly members: readonly number[];
    readonly cutFrom: number;
    readonly cutTo: number;
    /** Names that go over that edge, and modules that are still in cycles without it. */
    readonly names: number;
    readonly left: number;
  }[];
  /** Modules that know each other only by types. */
  readonly typeCycles: readonly (readonly number[])[];
  /** Packages that are imported and not declared, and declared and never named. */
  readonly undeclaredPackages: readonly {
    readonly name: string;
    readonly module: number;
    readonly line: number;
  }[];
  readonly unusedPackages: readonly {
    readonly name: string;
    readonly manifest: string;
    readonly line: number;
  }[];
}

/** Who calls whom: what the source shows, joined with what a run did. */
export interface StaticCallGraph {
  readonly functions: readonly FunctionIdentity[];
  /** By function. Bits: 1 known to the source, 2 called in the run, 4 dead by the source. */
  readonly flags: Uint8Array;
  /** By function: calls in the run; 0 without one. */
  readonly calls: Float64Array;
  readonly edges: {
    readonly length: number;
    /** Index into `functions`; -1: the top level of a module, or from outside. */
    readonly from: Int32Array;
    readonly to: Int32Array;
    /** Bits: 1 the source says so by name, 2 a member of that name is called that only one function has, 4 calls in the run. */
    readonly kinds: Uint8Array;
    /** Calls across this edge in the run. */
    readonly calls: Float64Array;
    /** ns inside of these calls; one below another of the same edge counts once. */
    readonly totalNs: Float64Array;
    /** Line of the first call in the source; 0: only the run shows it. */
    readonly line: Int32Array;
  };
}
