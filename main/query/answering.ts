import { ContractError, isContractError } from '#contract';
import { answers } from './answers.ts';
import type { AnswerMessage, QueryMessage, QuerySource } from './messages.ts';
import { NodePlace } from './node-place.ts';
import type { Query } from './query.ts';
import { RecordingReader } from './recording-reader.ts';
import { emptySnapshot } from './snapshot.ts';
import { timeoutError } from './time-limit.ts';

/** Recordings kept open, and how long one is when nobody asks: an open file cannot be deleted everywhere. */
const OPEN_RECORDINGS = 4;
const IDLE_MS = 5000;

const readers = new Map<string, RecordingReader>();
let idle: NodeJS.Timeout | undefined;

/** Answers a query, whatever happens. `isCancelled`: whether nobody waits for the query of that id any more. */
export function answerOf(message: QueryMessage, isCancelled: (id: number) => boolean): AnswerMessage {
  clearTimeout(idle);
  try {
    return answered(message, isCancelled);
  } finally {
    idle = setTimeout(() => {
      for (const reader of readers.values()) reader.close();
    }, IDLE_MS);
  }
}

function answered(message: QueryMessage, isCancelled: (id: number) => boolean): AnswerMessage {
  const { id } = message;
  try {
    return { id, ok: true, value: run(message, isCancelled) };
  } catch (error) {
    if (isContractError(error)) {
      return { id, ok: false, code: error.code, message: error.message, data: error.data };
    }
    const text = error instanceof Error ? error.message : String(error);
    const data = error instanceof Error ? error.stack : undefined;
    return { id, ok: false, code: 'internal', message: `The query ${message.name} failed: ${text}`, data };
  }
}

function run(
  { id, name, base, request, timeLimitMs, ...source }: QueryMessage,
  isCancelled: (id: number) => boolean,
): unknown {
  const deadline = performance.now() + timeLimitMs;
  const checkpoint = () => {
    if (isCancelled(id)) throw new ContractError('cancelled', 'The query was cancelled.');
    if (performance.now() >= deadline) throw timeoutError({ name, timeLimitMs });
  };
  checkpoint();
  const answer = answers[name] as (query: Query, request: unknown) => unknown;
  const ask = (of: Pick<Query, 'reader' | 'snapshot'>, than?: Query['base']) =>
    answer({ ...of, base: than, checkpoint }, request);
  // These open the file themselves: it may be one that no query can be asked of.
  if (name === 'verify' || name === 'repair') {
    return ask({ reader: readerOf(source), snapshot: emptySnapshot(source.run) });
  }
  if (!base) return within(source, checkpoint, (of) => ask(of));
  if (base.file === source.file) return within(source, checkpoint, (of) => ask(of, of));
  return within(base, checkpoint, (than) => within(source, checkpoint, (of) => ask(of, than)));
}

function within<T>(
  source: QuerySource,
  checkpoint: () => void,
  query: (of: Pick<Query, 'reader' | 'snapshot'>) => T,
): T {
  const reader = readerOf(source);
  if (source.empty) return query({ reader, snapshot: emptySnapshot(source.run) });
  return reader.within((snapshot) => query({ reader, snapshot }), checkpoint);
}

function readerOf({ file, nodes }: QuerySource): RecordingReader {
  const known = readers.get(file);
  readers.delete(file);
  const reader = known ?? new RecordingReader(file);
  reader.place = nodes && new NodePlace(nodes);
  readers.set(file, reader);
  if (readers.size > OPEN_RECORDINGS) {
    const [[oldest, closing]] = readers as unknown as [[string, RecordingReader]];
    closing.close();
    readers.delete(oldest);
  }
  return reader;
}
