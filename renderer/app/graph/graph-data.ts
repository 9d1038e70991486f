/** Bits of `GraphData.marks`. */
export const MARK = { entry: 1, test: 2, cycle: 4, dead: 8, outside: 16 } as const;
/** Bits of the edges' `marks`. */
export const EDGE_MARK = { static: 1, runtime: 2, cycle: 4 } as const;

/** A graph whose nodes stand in folders, as columns. */
export interface GraphData {
  readonly length: number;
  /** Unique; `/` between the folders that a node stands in. */
  readonly path: readonly string[];
  /** By node: the file or package whose colour it has. */
  readonly module: readonly string[];
  readonly calls: Float64Array;
  readonly errors: Float64Array;
  readonly marks: Uint8Array;
  /** Folders that are files: a closed one is written without a slash. */
  readonly files: ReadonlySet<string>;
  readonly edges: {
    readonly length: number;
    /** Indexes of nodes. */
    readonly from: Int32Array;
    readonly to: Int32Array;
    readonly marks: Uint8Array;
    readonly calls: Float64Array;
  };
}
