import { CHANNEL, CHANNEL_PID_BITS, type ProcessInfo } from '#format';

/** A span of the recording: its thread, its ordinal there, and that of the root above it. */
export interface SpanPlace {
  readonly thread: number;
  readonly ordinal: number;
  readonly root: number;
}

/** A message that a thread has received, or a trace context. */
export interface Arrival {
  /** 0: a trace context. */
  readonly high: number;
  readonly sequence: number;
  /** The words of its ids. */
  readonly context?: Int32Array;
  /** The process that has received it. */
  readonly process: ProcessInfo;
  /** Of the own thread, where nobody is known to have sent it. */
  readonly fallback: SpanPlace | undefined;
  sender: SpanPlace | Arrival | undefined;
  /** Roots that wait to know who that was, and messages that were sent on its behalf. */
  readonly roots: SpanPlace[];
  readonly followers: Arrival[];
}

/** The two sides of a channel as far as they have not met, by the sequence of their messages. */
interface Channel {
  readonly departures: Map<number, SpanPlace | Arrival>;
  readonly arrivals: Map<number, Arrival>;
}

/** A call that started a process and waited for it. */
interface SyncCall {
  readonly by: SpanPlace | Arrival;
  readonly unixNs: number;
}

/** An object may stand in several places of it, and in the marks of threads: they must be written together. */
export interface FarParentsState {
  readonly channels: Map<string, Channel>;
  readonly syncCalls: Map<number, SyncCall[]>;
  readonly recorded: Set<number>;
  readonly waiting: Set<Arrival>;
  readonly pending: number;
}

/** Messages whose other side has not been read: who has none may be untraced, so that their number has no other bound. */
const MOST_PENDING = 2 ** 18;
/** A message on behalf of one on behalf of one ..; longer chains are cut. */
const LONGEST_CHAIN = 1000;

const keyOf = (high: number, low: number): string => `${high}/${low}`;
const highWord = (kind: number, pid: number): number => kind * 2 ** CHANNEL_PID_BITS + pid;
const kindOf = (high: number): number => Math.floor(high / 2 ** CHANNEL_PID_BITS);
const isArrival = (one: SpanPlace | Arrival): one is Arrival => 'roots' in one;

/**
 * Joins what threads and processes have sent each other ("Between threads and processes" in FORMAT.md): finds the parents of
 * roots in other threads, and tells each once, by `found`, whichever side has been read first.
 */
export class FarParents {
  readonly #found: (child: SpanPlace, parent: SpanPlace) => void;
  readonly #channels = new Map<string, Channel>();
  readonly #syncCalls = new Map<number, SyncCall[]>();
  /** Processes that have a recording of their own. */
  readonly #recorded = new Set<number>();
  readonly #waiting = new Set<Arrival>();
  #pending = 0;

  constructor(found: (child: SpanPlace, parent: SpanPlace) => void) {
    this.#found = found;
  }

  /** A process of the run has begun its recording. */
  joined({ pid }: ProcessInfo): void {
    this.#recorded.add(pid);
  }

  /** `unixNs`: when, with the precision of a double. */
  sent(high: number, low: number, sequence: number, by: SpanPlace | Arrival, unixNs: number): void {
    if (kindOf(high) === CHANNEL.SYNC_PROCESS) {
      const calls = this.#syncCalls.get(high) ?? [];
      this.#syncCalls.set(high, calls);
      calls.push({ by, unixNs });
      return;
    }
    const { arrivals, departures } = this.#channel(high, low);
    const arrival = this.#take(arrivals, sequence);
    if (!arrival) {
      this.#hold(departures, sequence, by);
      return;
    }
    this.#forgetMet(high, low);
    this.settle(arrival, by);
  }

  received(
    high: number,
    low: number,
    sequence: number,
    process: ProcessInfo,
    fallback: SpanPlace | undefined,
  ): Arrival {
    const { arrivals, departures } = this.#channel(high, low);
    const sender = this.#take(departures, sequence);
    const arrival = { high, sequence, process, fallback, sender, roots: [], followers: [] };
    if (sender) this.#forgetMet(high, low);
    else this.#hold(arrivals, sequence, arrival);
    return arrival;
  }

  /** A root has begun on behalf of who has sent the message. */
  began(arrival: Arrival, child: SpanPlace): void {
    const parent = placeOf(arrival);
    if (parent) {
      this.#found(child, parent);
      return;
    }
    arrival.roots.push(child);
    // A context that nobody turns out to have sent came from outside.
    if (!arrival.context || arrival.sender) this.#waiting.add(arrival);
    if (arrival.sender && isArrival(arrival.sender)) arrival.sender.followers.push(arrival);
  }

  /** Everything has been read: who has not been found by now will not be. */
  finish(): void {
    for (const arrival of this.#waiting) {
      const parent = this.#last(arrival, 0);
      if (parent) for (const child of arrival.roots) this.#found(child, parent);
    }
    this.#waiting.clear();
    this.#channels.clear();
  }

  save(): FarParentsState {
    const [channels, syncCalls, recorded, waiting] = [
      this.#channels,
      this.#syncCalls,
      this.#recorded,
      this.#waiting,
    ];
    return { channels, syncCalls, recorded, waiting, pending: this.#pending };
  }

  restore({ channels, syncCalls, recorded, waiting, pending }: FarParentsState): void {
    for (const [key, channel] of channels) this.#channels.set(key, channel);
    for (const [high, calls] of syncCalls) this.#syncCalls.set(high, calls);
    for (const pid of recorded) this.#recorded.add(pid);
    for (const arrival of waiting) this.#waiting.add(arrival);
    this.#pending = pending;
  }

  /** It is known who has sent it. */
  settle(arrival: Arrival, by: SpanPlace | Arrival): void {
    arrival.sender = by;
    const parent = placeOf(arrival);
    if (!parent) {
      if (isArrival(by)) by.followers.push(arrival);
      if (arrival.roots.length > 0) this.#waiting.add(arrival);
      return;
    }
    const settled = [arrival];
    for (let one = settled.pop(); one; one = settled.pop()) {
      for (const child of one.roots) this.#found(child, parent);
      one.roots.length = 0;
      this.#waiting.delete(one);
      settled.push(...one.followers.splice(0));
    }
  }

  /** Who has sent it, as far as it can be known in the end. */
  #last(arrival: Arrival, depth: number): SpanPlace | undefined {
    const sender = arrival.sender ?? this.#starter(arrival);
    if (sender && !isArrival(sender)) return sender;
    return (sender && depth < LONGEST_CHAIN ? this.#last(sender, depth + 1) : undefined) ?? arrival.fallback;
  }

  /** Who has caused a process that was started by a shell, or by somebody who waited: going up from its parent. */
  #starter({ high, process }: Arrival): SpanPlace | Arrival | undefined {
    if (kindOf(high) !== CHANNEL.PROCESS) return undefined;
    for (const pid of [process.ppid, ...(process.ancestors ?? [])]) {
      if (this.#recorded.has(pid)) {
        const calls = this.#syncCalls.get(highWord(CHANNEL.SYNC_PROCESS, pid));
        const began = Number(process.originUnixNs);
        return calls?.findLast(({ unixNs }) => unixNs <= began)?.by;
      }
      const departures = this.#channels.get(keyOf(highWord(CHANNEL.PROCESS, pid), 0))?.departures;
      const by = departures?.get(0);
      if (by) return by;
    }
    return undefined;
  }

  #channel(high: number, low: number): Channel {
    const key = keyOf(high, low);
    let channel = this.#channels.get(key);
    if (!channel) {
      channel = { departures: new Map(), arrivals: new Map() };
      this.#channels.set(key, channel);
    }
    return channel;
  }

  /** A channel of which nothing waits is as good as new: one may be made for each message. */
  #forgetMet(high: number, low: number): void {
    const { departures, arrivals } = this.#channel(high, low);
    if (departures.size === 0 && arrivals.size === 0) this.#channels.delete(keyOf(high, low));
  }

  /** The other side of a message, if it waits. Nobody will ask for those before it: they are read in their order. */
  #take<T>(side: Map<number, T>, sequence: number): T | undefined {
    const found = side.get(sequence);
    if (!found) return undefined;
    for (const earlier of side.keys()) {
      if (earlier > sequence) break;
      side.delete(earlier);
      this.#pending--;
    }
    return found;
  }

  /** The channels that were opened first are given up when too much waits. */
  #hold<T>(side: Map<number, T>, sequence: number, one: T): void {
    if (!side.has(sequence)) this.#pending++;
    side.set(sequence, one);
    if (this.#pending <= MOST_PENDING) return;
    for (const [key, { departures, arrivals }] of this.#channels) {
      this.#channels.delete(key);
      this.#pending -= departures.size + arrivals.size;
      if (this.#pending <= MOST_PENDING / 2) return;
    }
  }
}

function placeOf(arrival: Arrival): SpanPlace | undefined {
  let { sender } = arrival;
  for (let depth = 0; sender && isArrival(sender); depth++) {
    if (depth > LONGEST_CHAIN) return undefined;
    sender = sender.sender;
  }
  return sender;
}
