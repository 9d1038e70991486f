import { CHANNEL_PID_BITS, OP } from '../../format/index.ts';
import type { Ambient } from '../parents/ambient.ts';
import type { TraceContext } from '../parents/requests/trace-context.ts';
import { POS } from './cells.ts';
import type { Stream } from './stream.ts';

export type Messages = ReturnType<typeof createMessages>;

/** What limits say of traces that other threads have begun. */
export interface MessageGate {
  /** Whether what comes next from elsewhere is kept. */
  keeps(): boolean;
  /** Whether what runs is left out. */
  isMuted(): boolean;
}

const OPEN_GATE: MessageGate = { keeps: () => true, isMuted: () => false };
const { max } = Math;
/** In the place of a mark: the trace is left out. */
const LEFT_OUT = -1;

/** Messages between threads and processes: FORMAT.md says how their two sides find each other. */
export function createMessages(stream: Stream, ambient: Ambient) {
  const { cells, words } = stream;
  let gate = OPEN_GATE;

  /** Room for an operation; gives where it begins. */
  function begin(op: number, mark: number): number {
    stream.settle();
    const pos = cells[POS] as number;
    words[pos] = -op;
    words[pos + 1] = mark;
    return pos + 2;
  }

  function end(pos: number): void {
    cells[POS] = pos;
    stream.noted();
  }

  function putChannel(pos: number, kind: number, pid: number, low: number, sequence: number): number {
    words[pos] = kind * 2 ** CHANNEL_PID_BITS + pid;
    words[pos + 1] = low;
    words[pos + 2] = sequence;
    return pos + 3;
  }

  /** On behalf of which span something is done now: 0 is the innermost open one, -1 none. */
  function sender(): number {
    if (gate.isMuted()) return -1;
    if (!stream.isEmpty) return 0;
    const asker = ambient.isUsed ? ambient.current() : 0;
    return asker > 0 ? asker : -1;
  }

  /** The mark of who sends now, for `sentBy`; -1: nobody. */
  function markSender(): number {
    const mark = stream.isOff ? -1 : sender();
    if (mark !== 0) return mark;
    const made = stream.nextMark();
    end(begin(OP.MARK, made));
    return made;
  }

  /** A message has left. `pid`, `low`: see CHANNEL. */
  function sent(kind: number, pid: number, low: number, sequence: number): void {
    sentBy(stream.isOff ? -1 : sender(), kind, pid, low, sequence);
  }

  function sentBy(mark: number, kind: number, pid: number, low: number, sequence: number): void {
    if (mark < 0 || stream.isOff) return;
    end(putChannel(begin(OP.SENT, mark), kind, pid, low, sequence));
  }

  /** What is done until `done` is done on behalf of who has sent the message. Gives what that takes back. */
  function received(kind: number, pid: number, low: number, sequence: number): number {
    if (stream.isOff || !stream.isEmpty) return 0;
    if (!gate.keeps()) return ambient.begin(LEFT_OUT);
    const around = ambient.isUsed ? ambient.current() : 0;
    const mark = stream.nextMark();
    const pos = putChannel(begin(OP.RECEIVED, mark), kind, pid, low, sequence);
    words[pos] = max(around, 0);
    end(pos + 1);
    return ambient.begin(mark);
  }

  /** A trace context is sent on by `sentBy`'s `mark`. */
  function sentContext(mark: number, context: TraceContext): void {
    if (mark < 0 || stream.isOff) return;
    end(putContext(begin(OP.SENT_CONTEXT, mark), context));
  }

  /** Whether what runs belongs to a trace that is left out. */
  function isLeftOut(): boolean {
    return gate.isMuted() || (stream.isEmpty && ambient.isUsed && ambient.current() < 0);
  }

  /**
   * A request has come in a task of its own, perhaps with a context; else as `received`. `isKept`: whether its trace is, where
   * another thread of the run has decided so.
   */
  function receivedContext(context: TraceContext | undefined, isKept: boolean | undefined): number {
    if (stream.isOff || !stream.isEmpty) return 0;
    // Node before 24 keeps what was in force for the request before on the same connection.
    if (!context) return ambient.isUsed ? ambient.begin(0) : 0;
    if (!(isKept ?? gate.keeps())) return ambient.begin(LEFT_OUT);
    const mark = stream.nextMark();
    end(putContext(begin(OP.RECEIVED_CONTEXT, mark), context));
    return ambient.begin(mark);
  }

  function putContext(pos: number, context: TraceContext): number {
    words.set(context, pos);
    return pos + context.length;
  }

  function done(before: number): void {
    if (before !== 0) ambient.end(before);
  }

  function limitBy(limits: MessageGate): void {
    gate = limits;
  }

  const faulted = (fault: unknown): void => stream.faulted(fault);

  return {
    sent,
    sentBy,
    markSender,
    received,
    isLeftOut,
    sentContext,
    receivedContext,
    done,
    limitBy,
    faulted,
  };
}
