import { FLAG_PACKED, FLAG_TIMED, FRAME, frameBytes, sealFrame } from '../../format/index.ts';

/** Bytes of the frame's head and of the payload's, so that a frame is sealed where it was recorded. */
const HEAD_BYTES = 32;

const pair = new Float64Array(2);
const pairWords = new Int32Array(pair.buffer);

/** The words of the EVENTS frame that is being recorded. */
export class EventBuffer {
  readonly words: Int32Array;
  private readonly memory: ArrayBuffer;
  private readonly head: DataView;

  constructor(capacityWords: number) {
    this.memory = new ArrayBuffer(HEAD_BYTES + capacityWords * 4);
    this.words = new Int32Array(this.memory, HEAD_BYTES);
    this.head = new DataView(this.memory, 0, HEAD_BYTES);
  }

  /** The frame of the first `wordCount` words; valid until the next word is written. `baseNs` as in FORMAT.md. */
  seal(wordCount: number, sequence: number, baseNs: number, exact: boolean): Uint8Array {
    const payload = HEAD_BYTES / 2 + wordCount * 4;
    this.head.setUint32(16, sequence, true);
    this.head.setUint32(20, wordCount, true);
    this.head.setFloat64(24, baseNs, true);
    const frame = new Uint8Array(this.memory, 0, frameBytes(payload));
    sealFrame(frame, FRAME.EVENTS, exact ? FLAG_TIMED : FLAG_PACKED, payload);
    return frame;
  }

  /** The four words of a wide stamp. */
  putWide(at: number, tickNs: number, nowNs: number): void {
    pair[0] = tickNs;
    pair[1] = nowNs;
    this.words.set(pairWords, at);
  }
}
