import { CHANNEL_PID_BITS, OP } from '../../format/index.ts';
import type { Ambient } from '../parents/ambient.ts';
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
/** In the place of a mark: the trace is left out. */
const LEFT_OUT = -1;

/** Messages between threads and processes: FORMAT.md says how their two sides find each other. */
export function createMessages(stream: Stream, ambient: Ambient) {
  const { cells, words } = stream;
  let gate = OPEN_GATE;

  const highWord = (kind: number, pid: number): number => kind * 2 ** CHANNEL_PID_BITS + pid;

  function put(...operation: readonly number[]): void {
    stream.settle();
    let pos = cells[POS] as number;
    for (const word of operation) words[pos++] = word;
    cells[POS] = pos;
    stream.noted();
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
    put(-OP.MARK, made);
    return made;
  }

  /** A message has left. `pid`, `low`: see CHANNEL. */
  function sent(kind: number, pid: number, low: number, sequence: number): void {
    sentBy(stream.isOff ? -1 : sender(), kind, pid, low, sequence);
  }

  function sentBy(mark: number, kind: number, pid: number, low: number, sequence: number): void {
    if (mark < 0 || stream.isOff) return;
    put(-OP.SENT, mark, highWord(kind, pid), low, sequence);
  }

  /** What is done until `done` is done on behalf of who has sent the message. Gives what that takes back. */
  function received(kind: number, pid: number, low: number, sequence: number): number {
    if (stream.isOff || !stream.isEmpty) return 0;
    if (!gate.keeps()) return ambient.begin(LEFT_OUT);
    const around = ambient.isUsed ? ambient.current() : 0;
    const mark = stream.nextMark();
    put(-OP.RECEIVED, mark, highWord(kind, pid), low, sequence, Math.max(around, 0));
    return ambient.begin(mark);
  }

  function done(before: number): void {
    if (before !== 0) ambient.end(before);
  }

  function limitBy(limits: MessageGate): void {
    gate = limits;
  }

  return { sent, sentBy, markSender, received, done, limitBy };
}
