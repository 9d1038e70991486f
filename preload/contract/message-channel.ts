import * as v from 'valibot';
import type { Channel } from './channel.ts';
import { decodeFrame, encodeFrame, MalformedFrameError } from './codec.ts';
import { DisposableStore } from './lifecycle.ts';

/**
 * A channel that carries checked messages of one type in each direction. What does not decode or does not fit the schema
 * closes the channel: an end that sends garbage cannot be trusted with the next frame either.
 */
export class MessageChannel<Incoming extends object, Outgoing extends object> {
  readonly #channel: Channel;
  readonly #held = new DisposableStore();
  readonly #closed: (reason: string) => void;
  #isClosed = false;

  /** `received` gets each message and the size of its frame; `closed` is called exactly once, also after `close`. */
  constructor(
    channel: Channel,
    schema: v.GenericSchema<unknown, Incoming>,
    received: (message: Incoming, frameBytes: number) => void,
    closed: (reason: string) => void,
  ) {
    this.#channel = channel;
    this.#closed = closed;
    this.#held.add(channel.onClose((reason) => this.#finish(reason)));
    this.#held.add(
      channel.onFrame((frame) => {
        if (this.#isClosed) return;
        const message = this.#read(frame, schema);
        if (message !== null) received(message, frame.byteLength);
      }),
    );
  }

  /**
   * Sends a message and returns the size of its frame in bytes, 0 when closed already. Throws `FrameTooLargeError`, and a
   * TypeError on values that cannot cross.
   */
  send(message: Outgoing): number {
    return this.#isClosed ? 0 : this.#write(message);
  }

  #write(message: object): number {
    const frame = encodeFrame(message, this.#channel.maxFrameBytes);
    const bytes = frame.byteLength;
    this.#channel.send(frame);
    return bytes;
  }

  /** Tells the other end why, and closes. `reason` is a sentence. */
  close(reason: string): void {
    if (this.#isClosed) return;
    this.#write({ t: 'bye', reason: reason.slice(0, 1000) });
    this.#finish(reason);
  }

  /** Ends this side only, with the reason the other end gave. */
  endedByPeer(reason: string): void {
    this.#finish(reason);
  }

  #read(frame: Uint8Array<ArrayBuffer>, schema: v.GenericSchema<unknown, Incoming>): Incoming | null {
    try {
      const parsed = v.safeParse(schema, decodeFrame(frame), { abortEarly: true });
      if (parsed.success) return parsed.output;
      throw new MalformedFrameError(`unexpected message: ${parsed.issues[0].message}`);
    } catch (error) {
      if (!(error instanceof MalformedFrameError)) throw error;
      this.close(`Malformed data arrived on the connection (${error.message}).`);
      return null;
    }
  }

  #finish(reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#held.dispose();
    this.#channel.dispose();
    this.#closed(reason);
  }
}
