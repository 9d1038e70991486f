import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ContractError, isContractError } from '#contract';
import { answers } from './answers.ts';
import type { AnswerMessage, QueryMessage, QuerySource, WorkerStart } from './messages.ts';
import type { Query } from './query.ts';
import { RecordingReader } from './recording-reader.ts';
import { emptySnapshot } from './snapshot.ts';

/** Recordings kept open, and how long one is when nobody asks: an open file cannot be deleted everywhere. */
const OPEN_RECORDINGS = 4;
const IDLE_MS = 5000;

const { cancelled } = workerData as WorkerStart;
const port = parentPort as MessagePort;
const readers = new Map<string, RecordingReader>();
let idle: NodeJS.Timeout | undefined;

port.on('message', (message: QueryMessage) => {
  clearTimeout(idle);
  const answer = answerOf(message);
  port.postMessage(answer, answer.ok ? buffersOf(answer.value) : []);
  idle = setTimeout(() => {
    for (const reader of readers.values()) reader.close();
  }, IDLE_MS);
});

function answerOf(message: QueryMessage): AnswerMessage {
  const { id } = message;
  try {
    return { id, ok: true, value: run(message) };
  } catch (error) {
    if (isContractError(error)) {
      return { id, ok: false, code: error.code, message: error.message, data: error.data };
    }
    const text = error instanceof Error ? error.message : String(error);
    const data = error instanceof Error ? error.stack : undefined;
    return { id, ok: false, code: 'internal', message: `The query ${message.name} failed: ${text}`, data };
  }
}

function run({ id, name, base, request, timeLimitMs, ...source }: QueryMessage): unknown {
  const deadline = performance.now() + timeLimitMs;
  const checkpoint = () => {
    if (Atomics.load(cancelled, 0) === id) throw new ContractError('cancelled', 'The query was cancelled.');
    if (performance.now() > deadline) {
      throw new ContractError(
        'timeout',
        `The query took longer than ${timeLimitMs} ms. Ask for a shorter range.`,
      );
    }
  };
  checkpoint();
  const answer = answers[name] as (query: Query, request: unknown) => unknown;
  const ask = (of: Pick<Query, 'reader' | 'snapshot'>, than?: Query['base']) =>
    answer({ ...of, base: than, checkpoint }, request);
  if (!base) return within(source, (of) => ask(of));
  if (base.file === source.file) return within(source, (of) => ask(of, of));
  return within(base, (than) => within(source, (of) => ask(of, than)));
}

function within<T>(
  { file, run: runId, empty }: QuerySource,
  query: (of: Pick<Query, 'reader' | 'snapshot'>) => T,
): T {
  const reader = readerOf(file);
  if (empty) return query({ reader, snapshot: emptySnapshot(runId) });
  return reader.within((snapshot) => query({ reader, snapshot }));
}

function readerOf(file: string): RecordingReader {
  const known = readers.get(file);
  readers.delete(file);
  const reader = known ?? new RecordingReader(file);
  readers.set(file, reader);
  if (readers.size > OPEN_RECORDINGS) {
    const [[oldest, closing]] = readers as unknown as [[string, RecordingReader]];
    closing.close();
    readers.delete(oldest);
  }
  return reader;
}

/** The memory of the typed arrays in an answer, which is handed over instead of copied. */
function buffersOf(value: unknown, depth = 0): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 2) return [];
  return Object.values(value).flatMap((part) => buffersOf(part, depth + 1));
}
