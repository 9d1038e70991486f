/** Frames, of a small function, that the stack must have room for: a flush that overflows would lose what it has taken. */
const FLUSH_FRAMES = 1_000;

/** Overflows the stack, as the app would, where a flush has no room on it. */
export function probeStack(depth = FLUSH_FRAMES): number {
  return depth === 0 ? 0 : probeStack(depth - 1) + 1;
}
