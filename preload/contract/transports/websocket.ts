import type { Channel } from '../channel.ts';
import { defaultMaxFrameBytes } from '../codec.ts';
import type { Disposable } from '../lifecycle.ts';
import { ChannelCore, type Frame } from './channel-core.ts';

/** The browser's WebSocket, and that of `ws`. */
export interface WebSocketLike {
  binaryType: string;
  readonly readyState: number;
  /** Bytes accepted by `send` and not yet given to the network. */
  readonly bufferedAmount: number;
  send(data: Frame): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: 'close',
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
  addEventListener(type: 'open' | 'error', listener: () => void): void;
}

export interface WebSocketOptions {
  readonly maxFrameBytes?: number;
  /** More than this waiting to be sent closes the socket: the other end does not read any more. In bytes. */
  readonly maxBufferedBytes?: number;
}

const openState = 1;
const connectingState = 0;
/** Close codes from 4000 on are the application's own; of the others a browser takes only 1000. */
const tooSlow = 4000;
const noFrame = 4001;

/** A channel over a socket that is open, or opening: frames sent before that wait. The socket is the channel's from now on. */
export function webSocketChannel(socket: WebSocketLike, options: WebSocketOptions = {}): Channel {
  const maxFrameBytes = options.maxFrameBytes ?? defaultMaxFrameBytes;
  const maxBufferedBytes = options.maxBufferedBytes ?? 2 * maxFrameBytes;
  const core = new ChannelCore();
  let unsent: Frame[] = [];

  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    const frames = unsent;
    unsent = [];
    for (const frame of frames) send(frame);
  });
  socket.addEventListener('message', ({ data }) => {
    if (data instanceof ArrayBuffer) core.receive(new Uint8Array(data));
    else close('Something that is no frame arrived.', noFrame);
  });
  socket.addEventListener('close', ({ code, reason }) => {
    core.close(reason || `The connection to the engine was lost (code ${code}).`, 'peer');
  });
  // The close that follows carries what there is to say; `ws` would throw an error that nobody listens to.
  socket.addEventListener('error', () => {});

  function send(frame: Frame): void {
    if (core.isClosed) return;
    if (socket.readyState === connectingState) unsent.push(frame);
    else if (socket.readyState === openState) socket.send(frame);
    if (socket.bufferedAmount > maxBufferedBytes) close('The other end does not read fast enough.', tooSlow);
  }

  function close(reason: string, code: number): void {
    if (core.close(reason, 'us')) socket.close(code, reason);
  }

  return {
    maxFrameBytes,
    send,
    onFrame: (listener): Disposable => core.onFrame(listener),
    onClose: (listener): Disposable => core.onClose(listener),
    dispose: () => close('The other end closed the connection.', 1000),
  };
}
