import type { Channel } from '../channel.ts';
import { defaultMaxFrameBytes } from '../codec.ts';
import type { Disposable } from '../lifecycle.ts';
import { ChannelCore, type Frame } from './channel-core.ts';
import { asFrame, posted } from './posted.ts';

/** A MessagePort of the web or of Node. */
export interface MessagePortLike {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
}

/** The same as Electron's main and utility processes have it (MessagePortMain). */
export interface MessagePortEmitter {
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
}

export interface PortOptions {
  readonly maxFrameBytes?: number;
  /** For ports that do not notice when the process at their other end dies: calls back when something else did. */
  readonly whenGone?: (gone: () => void) => Disposable;
}

/** A channel over a message port. The port is the channel's from now on. */
export function messagePortChannel(
  port: MessagePortLike | MessagePortEmitter,
  options: PortOptions = {},
): Channel {
  const core = new ChannelCore();
  const received = (event: { readonly data: unknown }): void => {
    const frame = asFrame(event.data);
    if (frame !== null) {
      core.receive(frame);
      return;
    }
    const isFarewell = event.data === posted.farewell;
    close(
      isFarewell ? 'The other end closed the connection.' : 'Something that is no frame arrived.',
      'peer',
    );
  };
  const gone = (): void => close('The other end is gone.', 'peer');
  if ('on' in port && !('addEventListener' in port)) {
    port.on('message', received);
    port.on('close', gone);
  } else {
    (port as MessagePortLike).addEventListener('message', received);
    (port as MessagePortLike).addEventListener('close', gone);
  }
  port.start();
  const watch = options.whenGone?.(gone);

  function close(reason: string, by: 'peer' | 'us'): void {
    if (!core.close(reason, by)) return;
    watch?.dispose();
    // Not every platform tells one port that the other was closed.
    if (by === 'us') port.postMessage(posted.farewell);
    port.close();
  }

  return {
    maxFrameBytes: options.maxFrameBytes ?? defaultMaxFrameBytes,
    send(frame: Frame) {
      if (!core.isClosed) port.postMessage(frame);
    },
    onFrame: (listener) => core.onFrame(listener),
    onClose: (listener) => core.onClose(listener),
    dispose: () => close('This end closed the connection.', 'us'),
  };
}
