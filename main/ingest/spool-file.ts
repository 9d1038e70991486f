import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import {
  decodeProcess,
  FRAME,
  type Frame,
  FrameReader,
  type FrameReaderState,
  type ProcessInfo,
} from '#format';
import type { ThreadReader } from './thread-reader.ts';

/** Bytes read at once: what is not read yet stays in the file, so the memory does not grow with the backlog. */
const CHUNK_BYTES = 1024 * 1024;
const chunk = new Uint8Array(CHUNK_BYTES);

/** How far a spool was read. */
export interface SpoolFileState {
  readonly name: string;
  /** Index of its thread; -1: its first frame has not come. */
  readonly thread: number;
  /** `undefined`: nothing more can come of it. */
  readonly reader: FrameReaderState | undefined;
  readonly damagedFrames: number;
}

/** One spool, read as far as it is written. */
export class SpoolFile {
  readonly path: string;
  thread: ThreadReader | undefined;
  /** Bytes read, and the size when it was last looked at. */
  offset = 0;
  size = 0;
  #reader: FrameReader | undefined = new FrameReader();
  #damagedFrames = 0;
  #refusal: string | undefined;
  readonly #begin: (spool: SpoolFile, process: ProcessInfo) => ThreadReader;

  /** `begin` makes the thread when the first frame says which it is. */
  constructor(path: string, begin: (spool: SpoolFile, process: ProcessInfo) => ThreadReader) {
    this.path = path;
    this.#begin = begin;
  }

  get damagedFrames(): number {
    return this.#damagedFrames;
  }

  /** Why the file cannot be read by this version, in words; a file that is no spool counts as a damaged frame. */
  get refusal(): string | undefined {
    return this.#refusal;
  }

  /** Whether it stops without an END: its writer was killed, or there was no space left. */
  get cutShort(): boolean {
    return this.ended && this.thread !== undefined && this.thread.end === undefined;
  }

  /** Whether nothing more can come of it. */
  get ended(): boolean {
    return this.#reader === undefined;
  }

  save(): SpoolFileState {
    return {
      name: basename(this.path),
      thread: this.thread?.index ?? -1,
      reader: this.#reader?.save(),
      damagedFrames: this.#damagedFrames,
    };
  }

  restore({ reader, damagedFrames }: SpoolFileState, thread: ThreadReader | undefined): void {
    this.thread = thread;
    this.#damagedFrames = damagedFrames;
    if (reader) this.#reader?.restore(reader);
    else this.#reader = undefined;
    this.offset = reader?.position ?? 0;
    this.size = this.offset;
  }

  /** Looks how large the file is by now; true when there is something to read. */
  look(): boolean {
    if (this.ended) return false;
    this.size = statSync(this.path, { throwIfNoEntry: false })?.size ?? this.size;
    return this.size > this.offset;
  }

  /** Reads the next piece and takes its frames. False when there is none. */
  readChunk(): boolean {
    if (!this.#reader) return false;
    const descriptor = openSync(this.path, 'r');
    let read: number;
    try {
      read = readSync(descriptor, chunk, 0, CHUNK_BYTES, this.offset);
    } finally {
      closeSync(descriptor);
    }
    if (read === 0) return false;
    this.offset += read;
    this.#reader.push(chunk.subarray(0, read));
    this.#drain(this.#reader);
    return true;
  }

  /** The thread is gone: what is incomplete now is torn. */
  end(): void {
    if (!this.#reader) return;
    this.#reader.end();
    this.#drain(this.#reader);
    this.thread?.close();
    this.#reader = undefined;
  }

  #drain(reader: FrameReader): void {
    for (let frame = reader.next(); frame; frame = reader.next()) {
      this.thread ??= this.#begin(this, this.#processOf(frame));
      this.thread.take(frame);
      if (frame.kind !== FRAME.END) continue;
      this.thread.close();
      // Its buffer goes with it: a build may start thousands of short processes.
      this.#reader = undefined;
      break;
    }
    this.#damagedFrames = reader.damagedFrames + reader.tornFrames + (reader.refusal ? 1 : 0);
    if (reader.refusal?.code === 'newer-version') this.#refusal = reader.refusal.message;
  }

  #processOf(frame: Frame): ProcessInfo {
    if (frame.kind === FRAME.PROCESS) return decodeProcess(frame);
    // Its first frame was damaged. The name of the file and its date say the rest nearly as well.
    const [pid, threadId] = basename(this.path).split('-').map(Number);
    const born = statSync(this.path).birthtimeMs;
    return {
      pid: pid || 0,
      ppid: 0,
      threadId: threadId || 0,
      threadName: '',
      runtime: 'node',
      runtimeVersion: '',
      platform: '',
      arch: '',
      argv: [],
      cwd: '',
      originUnixNs: String(BigInt(Math.floor(born)) * 1_000_000n),
      clock: 'bounded',
      tickNs: 0,
      level: 1,
      tracerVersion: '',
    };
  }
}
