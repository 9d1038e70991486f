import * as v from 'valibot';
import type { ModuleStructure, StaticCallGraph } from './dependencies.ts';
import { type ProjectDir, projectDir, type RunId, runId } from './ids.ts';
import { defineService } from './service.ts';

/**
 * Modules (source files of the project) and how they depend on each other: what the source says (static) and what the run did
 * (runtime), joined.
 */
export interface ModuleGraph {
  /** 0 without a run; else the recording's revision. */
  readonly revision: number;
  readonly modules: {
    readonly length: number;
    /** Relative to the project, forward slashes. */
    readonly path: readonly string[];
    /** Functions defined in it, by the source; -1 for a file that only the run knows, and until its code has been read whole. */
    readonly functions: Int32Array;
    /** Calls, total and self time in ns in the run; 0 without one. */
    readonly calls: Float64Array;
    readonly totalNs: Float64Array;
    readonly selfNs: Float64Array;
    readonly errors: Float64Array;
    /** Index into `cycles`; -1: in none. */
    readonly cycle: Int32Array;
    /** Bits: 1 known to the source, 2 seen in the run, 4 entry point, 8 test. */
    readonly flags: Uint8Array;
  };
  readonly edges: {
    readonly length: number;
    /** Indexes into `modules`. */
    readonly from: Int32Array;
    readonly to: Int32Array;
    /** Bits: 1 import, 2 require, 4 dynamic import, 8 type-only, 16 re-export, 32 calls in the run. */
    readonly kinds: Uint8Array;
    /** Calls across this edge in the run. */
    readonly calls: Float64Array;
    readonly totalNs: Float64Array;
  };
  /** Strongly connected components of more than one module (static edges, type-only ones left out). */
  readonly cycles: readonly (readonly number[])[];
  /** Imports that lead nowhere. */
  readonly unresolved: readonly {
    readonly module: number;
    readonly specifier: string;
    readonly line: number;
  }[];
  /** Packages imported, and by how many modules. */
  readonly packages: readonly { readonly name: string; readonly modules: number }[];
  /** Which module imports which package: indexes into `modules` and `packages`, one row for each pair. */
  readonly packageUses: { readonly module: Int32Array; readonly package: Int32Array };
  /** Share of modules with at least one edge (static or runtime) to another one, 0-1; 1 for a single module. */
  readonly connectivityRatio: number;
  /** Files that could not be parsed, with the reason. */
  readonly unreadable: readonly { readonly path: string; readonly reason: string }[];
}

export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly language: 'javascript' | 'typescript' | 'python' | 'text';
  /** There is no such file: its text stands in this source map of the project. */
  readonly map?: string;
}

export interface Graphs {
  /** Static analysis of the project joined with a run, if one is given. */
  modules(request: { dir: ProjectDir; run: RunId | null }, signal?: AbortSignal): Promise<ModuleGraph>;
  /** Layers, cycles with their cheapest cuts, what nothing leads to, and packages. Takes longer than `modules`. */
  structure(request: { dir: ProjectDir }, signal?: AbortSignal): Promise<ModuleStructure>;
  /** Calls between the functions of the project, by the source and by a run, if one is given. */
  calls(request: { dir: ProjectDir; run: RunId | null }, signal?: AbortSignal): Promise<StaticCallGraph>;
  /**
   * Files that an analysis reads were written, made or removed: answers of before may be stale. Told once things are quiet for a moment,
   * and only while somebody listens.
   */
  onSourceChanged(
    filter: { dir: ProjectDir },
    listener: (change: { readonly files: readonly string[] }) => void,
  ): { dispose(): void };
  /** A source file of the project, or what one of its source maps has for it; `refused` for a path outside it or over 5 MB. */
  source(request: { dir: ProjectDir; path: string }): Promise<SourceText>;
}

export const graphs = defineService<Graphs>({
  name: 'graphs',
  methods: {
    modules: v.strictObject({ dir: projectDir, run: v.nullable(runId) }),
    structure: v.strictObject({ dir: projectDir }),
    calls: v.strictObject({ dir: projectDir, run: v.nullable(runId) }),
    source: v.strictObject({ dir: projectDir, path: projectDir }),
  },
  events: { onSourceChanged: v.strictObject({ dir: projectDir }) },
});
