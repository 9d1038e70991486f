import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

/**
 * Which port is which, for all threads of the process: a port that is handed over is another object where it arrives. The
 * sender notes its numbers in shared memory before the message leaves, under the message's own place in its channel.
 */

/** What a thread knows of one of its ports. Numbers as in the low word of CHANNEL.PORT. */
export interface PortNumbers {
  readonly own: number;
  readonly other: number;
  sent: number;
  received: number;
}

/** Stands for the sequence of a message: the port was among the data that a worker began with. */
export const WORKER_DATA = -1;

const ENVIRONMENT_KEY = 'callscape.ports';
/** Cells in front of the notes: [0] ports numbered so far, [1] notes written so far. */
const HEAD_INTS = 2;
const NOTES = 1024;
/** A note: channel, sequence, index among the ports of the message, then own, other, sent, received. */
const NOTE_INTS = 7;
/** The two ports between a worker and its parent have numbers below, from its thread id; those of channels begin here. */
const FIRST_OF_CHANNELS = 2 ** 24;

export class PortTable {
  private readonly cells: Int32Array;

  constructor() {
    let memory = isMainThread ? undefined : (getEnvironmentData(ENVIRONMENT_KEY) as SharedArrayBuffer);
    if (!memory) {
      memory = new SharedArrayBuffer((HEAD_INTS + NOTES * NOTE_INTS) * 4);
      setEnvironmentData(ENVIRONMENT_KEY, memory);
    }
    this.cells = new Int32Array(memory);
  }

  /** Both ends of a new channel. */
  newPair(): [PortNumbers, PortNumbers] {
    const first = FIRST_OF_CHANNELS + Atomics.add(this.cells, 0, 2);
    return [numbers(first, first + 1), numbers(first + 1, first)];
  }

  /** The port through which a worker's parent speaks to it, or the worker's own. */
  ofWorker(threadId: number, isParent: boolean): PortNumbers {
    const first = threadId * 2;
    return isParent ? numbers(first, first + 1) : numbers(first + 1, first);
  }

  /** Before the message leaves on `channel`: the port is its `index`th. */
  note(channel: number, sequence: number, index: number, { own, other, sent, received }: PortNumbers): void {
    const place = (Atomics.add(this.cells, 1, 1) >>> 0) % NOTES;
    this.cells.set([channel, sequence, index, own, other, sent, received], HEAD_INTS + place * NOTE_INTS);
  }

  /** What has been noted, the newest note first; undefined if the sender knew nothing or it is too long ago. */
  find(channel: number, sequence: number, index: number): PortNumbers | undefined {
    const { cells } = this;
    const written = Atomics.load(cells, 1) >>> 0;
    for (let back = 1; back <= Math.min(written, NOTES); back++) {
      const at = HEAD_INTS + ((written - back) % NOTES) * NOTE_INTS;
      if (cells[at] !== channel || cells[at + 1] !== sequence || cells[at + 2] !== index) continue;
      const [own, other, sent, received] = cells.subarray(at + 3, at + NOTE_INTS);
      return {
        own: own as number,
        other: other as number,
        sent: sent as number,
        received: received as number,
      };
    }
    return undefined;
  }
}

const numbers = (own: number, other: number): PortNumbers => ({ own, other, sent: 0, received: 0 });
