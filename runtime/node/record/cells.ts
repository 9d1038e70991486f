/**
 * Int32 cells of a thread's slot in the clock's memory, all in one cache line. The recorder's position stands beside its
 * limit because both are read for every event, and in typed memory because a variable would be a tagged number.
 */
export const CELL = {
  /** The position at which the recorder must look up; set to 0 by each tick of the clock. */
  LIMIT: 0,
  /** Where the next word goes. The clock's worker leaves it alone. */
  POS: 4,
  /** The next mark, as u32. */
  MARK: 5,
} as const;
/** Float64 cell: `sharedNow` of the last tick that met an armed limit. */
export const TICK = 1;
/** Int32 cells of a slot. */
export const SLOT_INTS = 16;
