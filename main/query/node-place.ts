import { NODE_BYTES, type NodeRoom, NodeTable } from './node-table.ts';

/** Paths beyond 2^20 are merged (`main/ingest/call-nodes.ts`); the last page of nodes may not be full. */
const MOST_NODES = 2 ** 20 + 2 ** 16;
/** Behind it the columns begin. */
const HEAD_BYTES = 64;
/** Int32 at 0. */
const STATE = { empty: 0, beingFilled: 1, filled: 2, givenUp: 3 } as const;
type State = (typeof STATE)[keyof typeof STATE];
/** Float64 places of the head. */
const H = { inode: 1, born: 2, revision: 3, room: 4, nodes: 5 } as const;

/** A million nodes take some 100 ms; far more where many wait for the processor. */
const PATIENCE_MS = 2000;
/** How often it looks meanwhile whether anyone still waits for its own answer. */
const GLANCE_MS = 50;

/** Which nodes: those of a complete recording, so that they stay as they are. */
export interface NodeVersion {
  readonly inode: number;
  readonly bornMs: number;
  readonly revision: number;
}

/**
 * A place for the call nodes of one complete recording, in memory that all reader threads share: a million of them take 47 MB, which
 * need not be there once for each reader. The first reader fills it while the others wait. Whoever finds other nodes in it, or waits
 * in vain, makes a table of its own.
 */
export class NodePlace {
  /** What is handed to another thread. Addresses for all nodes that there can be; memory as it is filled. */
  readonly memory: SharedArrayBuffer;
  readonly #state: Int32Array;
  readonly #head: Float64Array;
  readonly #patienceMs: number;

  /** @param patienceMs how long it waits for another thread to fill it */
  constructor(
    memory = new SharedArrayBuffer(HEAD_BYTES, { maxByteLength: HEAD_BYTES + MOST_NODES * NODE_BYTES }),
    patienceMs = PATIENCE_MS,
  ) {
    this.memory = memory;
    this.#patienceMs = patienceMs;
    this.#state = new Int32Array(memory, 0, 1);
    this.#head = new Float64Array(memory, 0, HEAD_BYTES / Float64Array.BYTES_PER_ELEMENT);
  }

  /**
   * The nodes of this version; `fill` puts them there when nobody has. `undefined`: the place cannot be had for them.
   * @param room for how many nodes, the same for all who ask for this version
   * @param checkpoint is called while another thread fills it
   */
  take(
    version: NodeVersion,
    room: number,
    fill: (nodes: NodeTable) => void,
    checkpoint: () => void,
  ): NodeTable | undefined {
    if (HEAD_BYTES + room * NODE_BYTES > this.memory.maxByteLength) return undefined;
    while (Atomics.load(this.#state, 0) < STATE.filled) {
      if (this.#change(STATE.empty, STATE.beingFilled)) return this.#filled(version, room, fill);
      this.#await(checkpoint);
    }
    if (Atomics.load(this.#state, 0) !== STATE.filled || !this.#has(version, room)) return undefined;
    return NodeTable.of(this.#room(room), this.#head[H.nodes] as number);
  }

  #room = (nodes: number): NodeRoom => ({ memory: this.memory, offset: HEAD_BYTES, nodes });

  #filled(version: NodeVersion, room: number, fill: (nodes: NodeTable) => void): NodeTable {
    const bytes = HEAD_BYTES + room * NODE_BYTES;
    try {
      // What a filling that failed has left.
      new Uint8Array(this.memory, HEAD_BYTES).fill(0);
      if (this.memory.byteLength < bytes) this.memory.grow(bytes);
      const nodes = NodeTable.of(this.#room(room), 1);
      fill(nodes);
      const head = this.#head;
      [head[H.inode], head[H.born], head[H.revision]] = [version.inode, version.bornMs, version.revision];
      [head[H.room], head[H.nodes]] = [room, nodes.length];
      // Who took too long has the table to itself.
      this.#change(STATE.beingFilled, STATE.filled);
      return nodes;
    } catch (error) {
      this.#change(STATE.beingFilled, STATE.empty);
      throw error;
    }
  }

  #has({ inode, bornMs, revision }: NodeVersion, room: number): boolean {
    const head = this.#head;
    return (
      head[H.inode] === inode &&
      head[H.born] === bornMs &&
      head[H.revision] === revision &&
      head[H.room] === room
    );
  }

  /** Until nobody fills it; a thread that does and has ended is given up, once for all. */
  #await(checkpoint: () => void): void {
    const deadline = performance.now() + this.#patienceMs;
    while (Atomics.load(this.#state, 0) === STATE.beingFilled) {
      checkpoint();
      if (performance.now() > deadline) this.#change(STATE.beingFilled, STATE.givenUp);
      else Atomics.wait(this.#state, 0, STATE.beingFilled, GLANCE_MS);
    }
  }

  #change(from: State, to: State): boolean {
    const isChanged = Atomics.compareExchange(this.#state, 0, from, to) === from;
    if (isChanged) Atomics.notify(this.#state, 0);
    return isChanged;
  }
}
