import {
  type CapturedValue,
  formatSpanId,
  type LogPage,
  type LogRow,
  type LogsRequest,
  parseSpanId,
} from '#contract';
import { decodeValue } from '#format';
import { unpackWords } from '../../store/signal-words.ts';
import { captured } from '../captured-values.ts';
import type { Query } from '../query.ts';
import { Texts } from '../texts.ts';

interface StoredLog {
  readonly id: number;
  readonly thread: number;
  readonly ordinal: number;
  readonly timeNs: number;
  readonly severity: number;
  readonly data: Uint8Array;
}

const COLUMNS = 'id, thread, ordinal, time_ns AS timeNs, severity, data';
/** Records between two looks at the clock. */
const ROWS_PER_CHECK = 1024;

/** Log records by time; those at the same moment in the order they were written. */
export function logPage(query: Query, request: Omit<LogsRequest, 'run'>): LogPage {
  const { range, minSeverity = 0, offset, limit } = request;
  const text = request.text?.toLowerCase() ?? '';
  const fitting: { readonly at: number; readonly log: StoredLog }[] = [];
  const words = new LogWords(query);
  for (const log of storedLogs(query, request.span)) {
    const at = timeOf(query, log);
    if (log.severity < minSeverity) continue;
    if (range && (at < range.startNs || at >= range.endNs)) continue;
    if (text !== '' && !words.holds(log, text)) continue;
    fitting.push({ at, log });
  }
  fitting.sort((a, b) => a.at - b.at || a.log.id - b.log.id);
  return {
    revision: query.snapshot.revision,
    total: fitting.length,
    rows: fitting.slice(offset, offset + limit).map(({ log }) => words.row(log)),
  };
}

/** Every log record, in the order of the stream. */
export function* logRows(query: Query): Generator<LogRow> {
  const words = new LogWords(query);
  for (const log of storedLogs(query)) yield words.row(log);
}

function* storedLogs(query: Query, span?: string): Generator<StoredLog> {
  const { reader, checkpoint } = query;
  const own = span === undefined ? undefined : parseSpanId(span);
  const where = own ? 'WHERE thread = ? AND ordinal = ?' : '';
  const rows = reader
    .statement(`SELECT ${COLUMNS} FROM logs ${where} ORDER BY id`)
    .iterate(...(own ? [own.thread, own.ordinal] : []));
  let seen = 0;
  for (const row of rows) {
    if (++seen % ROWS_PER_CHECK === 0) checkpoint();
    yield row as StoredLog;
  }
}

const timeOf = ({ snapshot }: Query, { thread, timeNs }: StoredLog): number =>
  timeNs + (snapshot.threads[thread]?.offsetNs ?? 0);

/** What the words of records stand for. */
class LogWords {
  readonly #query: Query;
  readonly #texts: Texts;

  constructor(query: Query) {
    this.#query = query;
    this.#texts = new Texts(query.reader);
  }

  holds(log: StoredLog, lowerCase: string): boolean {
    const { logger, message } = this.#decoded(log);
    return message.toLowerCase().includes(lowerCase) || logger.toLowerCase().includes(lowerCase);
  }

  row(log: StoredLog): LogRow {
    const { thread, ordinal, severity } = log;
    const span = ordinal < 0 ? null : formatSpanId(thread, ordinal);
    return { timeNs: timeOf(this.#query, log), thread, span, severity, ...this.#decoded(log) };
  }

  #decoded({ thread, data }: StoredLog): Pick<LogRow, 'logger' | 'message' | 'fields'> {
    const text = (id: number) => this.#texts.text(thread, id);
    try {
      const words = unpackWords(data);
      const logger = decodeValue(words, 0, text);
      const message = decodeValue(words, logger.end, text);
      const { value: fields } = decodeValue(words, message.end, text);
      return {
        logger: shown(captured(logger.value)),
        message: shown(captured(message.value)),
        fields: fields === null ? null : captured(fields),
      };
    } catch (error) {
      // Words that are no values: their writer is at fault, and when the record came is worth knowing.
      if (error instanceof RangeError) return { logger: '', message: '<lost>', fields: null };
      throw error;
    }
  }
}

/** A message is a text, unless it was redacted. */
const shown = (value: CapturedValue): string => (value.kind === 'primitive' ? value.text : `<${value.kind}>`);
