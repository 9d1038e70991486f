/**
 * What bytes of memory are: `allocated`, all that were, also those that were collected again; `retained`, those still in use when the
 * profile was taken; `mixed`: of some threads the one, of some the other.
 */
export type MemoryMeasure = 'allocated' | 'retained' | 'mixed';

/**
 * Bytes by row of a table or tree, of whole threads: profiles of memory know no times and no single calls. Estimates, where the
 * profile is made of samples; all NaN, and `mixed`, where the profiles of the recording are damaged.
 */
export interface MemoryColumns {
  readonly measure: MemoryMeasure;
  /** What the row allocated itself, and what code without a trace of its own did that it called. */
  readonly selfBytes: Float64Array;
  /** And what it called; what is below another row of the same function (or file, or folder) counts once. */
  readonly totalBytes: Float64Array;
}
