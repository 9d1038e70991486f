import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { answerOf } from './answering.ts';
import type { QueryMessage, WorkerStart } from './messages.ts';

const { cancelled } = workerData as WorkerStart;
const port = parentPort as MessagePort;

// Answers are handed over, which detaches their buffers. When that happens for the first time, V8 gives up all compiled code that reads
// typed arrays: better now, while there is none.
new ArrayBuffer(1).transfer();

port.on('message', (message: QueryMessage) => {
  const answer = answerOf(message, (id) => Atomics.load(cancelled, 0) === id);
  port.postMessage(answer, answer.ok ? buffersOf(answer.value) : []);
});

/** The memory of the typed arrays in an answer, which is handed over instead of copied. */
function buffersOf(value: unknown, depth = 0): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 2) return [];
  return Object.values(value).flatMap((part) => buffersOf(part, depth + 1));
}
