import type { OutputRing } from './output-ring.ts';

/** Often enough for typing to feel immediate, seldom enough that a flood becomes few messages. */
const flushEveryMs = 8;
/** More than this between two flushes, and the target has to wait. */
const pauseAboveBytes = 512 * 1024;

export interface OutputPump {
  push(bytes: Uint8Array): void;
  /** Hands on what waits; to be called once more after the last output. */
  flush(): void;
}

/** Gathers output, keeps it in the ring and hands it on in larger pieces; slows a target that floods. */
export function createOutputPump(
  ring: OutputRing,
  emit: (offset: number, bytes: Uint8Array) => void,
  flow: { pause(): void; resume(): void },
): OutputPump {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let paused = false;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (waitingBytes > 0) {
      const bytes = waiting.length === 1 ? (waiting[0] as Uint8Array) : Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
      const offset = ring.total;
      ring.append(bytes);
      emit(offset, bytes);
    }
    if (paused) flow.resume();
    paused = false;
  }

  return {
    flush,
    push(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      timer ??= setTimeout(flush, flushEveryMs);
      if (waitingBytes > pauseAboveBytes && !paused) {
        paused = true;
        flow.pause();
      }
    },
  };
}
