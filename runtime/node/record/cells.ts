/**
 * Int32 cells of a thread's slot in the clock's memory, all in one cache line. The recorder's position stands beside its
 * limit because both are read for every event, and in typed memory because a variable would be a tagged number. Plain
 * numbers, not an object of them, because the bundler then writes them into the hot functions.
 */

/** The position at which the recorder must look up; set to 0 by each tick of the clock. */
export const LIMIT = 0;
/** Where the next word goes. The clock's worker leaves it alone. */
export const POS = 1;
/** The next mark, as u32. */
export const MARK = 4;
/** Float64 cell: `sharedNow` of the last tick that met an armed limit. */
export const TICK = 1;
/** 1 once the file of live levels has changed; taken back by the thread. */
export const CHANGED = 5;
/** 1 where ticks are to be quick: few events have a time of their own. */
export const QUICK = 6;
/** Int32 cells of a slot. */
export const SLOT_INTS = 16;
