import { doubleAt, OP } from '#format';
import { hexadecimal, packWords } from '../store/signal-words.ts';
import type { RecordingWriter } from './recording-writer.ts';

/** Words of a trace id, and of a span id behind it. */
const TRACE_WORDS = 4;
const SPAN_WORDS = 2;
/** Words of a log record before its values: its time and its severity. */
const LOG_HEAD = 3;

/** Files what a thread noted besides its calls: each note is a row. As `SpanSink.note`. */
export function fileNote(
  writer: RecordingWriter,
  thread: number,
  ordinal: number,
  op: number,
  words: Int32Array,
  offset: number,
  count: number,
): void {
  switch (op) {
    case OP.LOG: {
      if (count <= LOG_HEAD) return;
      const severity = words[offset + 2] as number;
      const data = packWords(words, offset + LOG_HEAD, count - LOG_HEAD);
      writer.log(thread, ordinal, Math.floor(doubleAt(words, offset)), severity, data);
      return;
    }
    case OP.DETAIL:
      writer.detail(thread, ordinal, packWords(words, offset, count));
      return;
    default: {
      const trace = hexadecimal(words, offset, TRACE_WORDS);
      const span = hexadecimal(words, offset + TRACE_WORDS, SPAN_WORDS);
      writer.context(thread, ordinal, op === OP.CONTINUES, trace, span);
    }
  }
}
