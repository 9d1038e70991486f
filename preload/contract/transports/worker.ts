import type { Channel } from '../channel.ts';
import { defaultMaxFrameBytes } from '../codec.ts';
import { ChannelCore, type Frame } from './channel-core.ts';
import { asFrame, posted } from './posted.ts';

/** A Node worker as its parent sees it, or the parent port as the worker sees it. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: readonly ArrayBuffer[]): void;
  on(type: 'message', listener: (data: unknown) => void): unknown;
  on(type: 'close' | 'exit', listener: () => void): unknown;
  on(type: 'error', listener: (error: unknown) => void): unknown;
}

/**
 * A channel between a worker thread and its parent. Frames are transferred, not copied. The worker belongs to the caller:
 * disposing the channel ends the conversation, not the thread.
 */
export function workerChannel(worker: WorkerLike, maxFrameBytes: number = defaultMaxFrameBytes): Channel {
  const core = new ChannelCore();
  worker.on('message', (data) => {
    const frame = asFrame(data);
    if (frame !== null) return core.receive(frame);
    const isFarewell = data === posted.farewell;
    core.close(
      isFarewell ? 'The other end closed the connection.' : 'Something that is no frame arrived.',
      'peer',
    );
  });
  worker.on('error', (error) => core.close(`The worker failed: ${error}`, 'peer'));
  worker.on('exit', () => core.close('The worker ended.', 'peer'));
  worker.on('close', () => core.close('The other end is gone.', 'peer'));

  return {
    maxFrameBytes,
    send(frame: Frame) {
      if (!core.isClosed) worker.postMessage(frame, [frame.buffer]);
    },
    onFrame: (listener) => core.onFrame(listener),
    onClose: (listener) => core.onClose(listener),
    dispose() {
      if (core.close('This end closed the connection.', 'us')) worker.postMessage(posted.farewell, []);
    },
  };
}
