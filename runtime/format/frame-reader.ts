import {
  FILE_HEAD_BYTES,
  FRAME_HEAD_BYTES,
  MAGIC,
  MAJOR_VERSION,
  MAX_PAYLOAD_BYTES,
  SYNC,
} from './constants.ts';
import { frameBytes, frameChecksum } from './writer.ts';

export interface Frame {
  readonly kind: number;
  readonly flags: number;
  /** Valid until the next `push`; copy what must live longer. */
  readonly payload: Uint8Array;
  /** Byte offset of the frame in the file. */
  readonly offset: number;
  /** Byte offset behind the frame: everything before it has been read. */
  readonly end: number;
}

/** Why a file cannot be read at all. */
export type Refusal =
  | { readonly code: 'not-a-spool'; readonly message: string }
  | { readonly code: 'newer-version'; readonly message: string; readonly major: number };

/** What a reader knows of the bytes before `position`. */
export interface FrameReaderState {
  readonly position: number;
  readonly damagedFrames: number;
  readonly damagedBytes: number;
  readonly headRead: boolean;
  readonly lost: boolean;
}

/**
 * Turns the bytes of one spool, pushed in any pieces, into its frames.
 *
 * `push` bytes as they appear in the file, take frames with `next` until it gives `undefined`, and when the writer
 * has ended call `end` and drain once more. Damage is skipped and counted, never thrown.
 */
export class FrameReader {
  /** Set when the file is no spool, or one of a newer major version; no frame comes then. */
  refusal: Refusal | undefined;
  /** Stretches that did not verify and were skipped. */
  damagedFrames = 0;
  /** Bytes in those stretches. */
  damagedBytes = 0;
  /** 1 when the file ended within a frame. */
  tornFrames = 0;

  private buffer = new Uint8Array(64 * 1024);
  private start = 0;
  private stop = 0;
  /** File offset of `buffer[0]`. */
  private base = 0;
  private headRead = false;
  private ended = false;
  /** Within a stretch that has been counted as damaged. */
  private lost = false;

  /** File offset of the first byte that has not been read. */
  get position(): number {
    return this.base + this.start;
  }

  /** Where it stands; a reader that takes the bytes from `position` on goes on from there. */
  save(): FrameReaderState {
    const { position, damagedFrames, damagedBytes, headRead, lost } = this;
    return { position, damagedFrames, damagedBytes, headRead, lost };
  }

  restore({ position, damagedFrames, damagedBytes, headRead, lost }: FrameReaderState): void {
    this.base = position;
    this.damagedFrames = damagedFrames;
    this.damagedBytes = damagedBytes;
    this.headRead = headRead;
    this.lost = lost;
  }

  push(bytes: Uint8Array): void {
    if (this.refusal) return;
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.stop);
    this.stop += bytes.length;
  }

  /** No more bytes will come: what is incomplete now is torn, or damage with good frames behind it. */
  end(): void {
    this.ended = true;
  }

  next(): Frame | undefined {
    if (!this.headRead && !this.readHead()) return undefined;
    while (!this.refusal && this.stop - this.start >= FRAME_HEAD_BYTES) {
      const length = this.plausibleLength();
      if (length >= 0 && frameBytes(length) > this.stop - this.start) {
        if (!this.ended) return undefined;
        if (!this.goodFrameBehind()) break;
      } else if (length >= 0 && this.verifies(length)) {
        return this.take(length);
      }
      this.skipWord();
    }
    if (this.ended) this.finish();
    return undefined;
  }

  private readHead(): boolean {
    if (this.stop < FILE_HEAD_BYTES) {
      if (this.ended) this.finish();
      return false;
    }
    const view = new DataView(this.buffer.buffer);
    const major = view.getUint16(8, true);
    if (String.fromCharCode(...this.buffer.subarray(0, 8)) !== MAGIC) {
      this.refusal = { code: 'not-a-spool', message: 'The file does not begin like a recording stream' };
    } else if (major > MAJOR_VERSION) {
      this.refusal = {
        code: 'newer-version',
        major,
        message: `The recording stream has version ${major}; this program reads up to ${MAJOR_VERSION}. Update it.`,
      };
    }
    this.headRead = true;
    this.start = FILE_HEAD_BYTES;
    return !this.refusal;
  }

  /** Payload length that the head at `start` states, or -1 when it cannot be a frame's head. */
  private plausibleLength(): number {
    const view = new DataView(this.buffer.buffer, this.start, FRAME_HEAD_BYTES);
    if (view.getUint32(0, true) !== SYNC) return -1;
    const length = view.getUint32(8, true);
    return length <= MAX_PAYLOAD_BYTES ? length : -1;
  }

  private verifies(length: number): boolean {
    const bytes = this.buffer.subarray(this.start, this.start + frameBytes(length));
    const stated = new DataView(this.buffer.buffer, this.start + 12, 4).getUint32(0, true);
    return frameChecksum(bytes, length) === stated;
  }

  /** Whether the incomplete frame at `start` is damage (a wrong length) rather than the torn end of the file. */
  private goodFrameBehind(): boolean {
    const here = this.start;
    let found = false;
    for (this.start += 4; !found && this.stop - this.start >= FRAME_HEAD_BYTES; this.start += 4) {
      const length = this.plausibleLength();
      found = length >= 0 && frameBytes(length) <= this.stop - this.start && this.verifies(length);
    }
    this.start = here;
    return found;
  }

  private take(length: number): Frame {
    const head = this.start;
    this.start += frameBytes(length);
    this.lost = false;
    return {
      kind: this.buffer[head + 4] as number,
      flags: this.buffer[head + 5] as number,
      payload: this.buffer.subarray(head + FRAME_HEAD_BYTES, head + FRAME_HEAD_BYTES + length),
      offset: this.base + head,
      end: this.base + this.start,
    };
  }

  private skipWord(): void {
    if (!this.lost) this.damagedFrames++;
    this.lost = true;
    this.start += 4;
    this.damagedBytes += 4;
  }

  private finish(): void {
    if (this.stop > this.start && !this.lost) this.tornFrames = 1;
    this.start = this.stop;
  }

  private reserve(more: number): void {
    if (this.stop + more <= this.buffer.length) return;
    const kept = this.stop - this.start;
    const size = Math.max(this.buffer.length, 2 ** Math.ceil(Math.log2(kept + more)));
    // Always a new buffer or a move within it, so that payloads handed out stay valid only until here.
    const target = size === this.buffer.length ? this.buffer : new Uint8Array(size);
    target.set(this.buffer.subarray(this.start, this.stop));
    this.buffer = target;
    this.base += this.start;
    this.start = 0;
    this.stop = kept;
  }
}
