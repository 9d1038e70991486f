/**
 * Starts a thread of the tracer. Node announces each new thread to the process on the next tick, which the app would
 * see: as a `worker` event, and as a frame of the tick queue below its own top level.
 */
export function quietly<T>(startThread: () => T): T {
  const { nextTick } = process;
  process.nextTick = () => {};
  try {
    return startThread();
  } finally {
    process.nextTick = nextTick;
  }
}
