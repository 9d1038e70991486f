import type { Channel } from '../channel.ts';
import { defaultMaxFrameBytes } from '../codec.ts';
import { ChannelCore, type Frame } from './channel-core.ts';

/** Two connected channels in one thread, for tests and for an engine in the same process. Frames are copied, like elsewhere. */
export function createMemoryChannels(maxFrameBytes: number = defaultMaxFrameBytes): [Channel, Channel] {
  const a = new MemoryChannel(maxFrameBytes);
  const b = new MemoryChannel(maxFrameBytes);
  a.other = b;
  b.other = a;
  return [a, b];
}

class MemoryChannel implements Channel {
  readonly maxFrameBytes: number;
  readonly core = new ChannelCore();
  other: MemoryChannel | null = null;

  constructor(maxFrameBytes: number) {
    this.maxFrameBytes = maxFrameBytes;
  }

  send(frame: Frame): void {
    if (this.core.isClosed) return;
    const copy = frame.slice();
    const other = this.other;
    queueMicrotask(() => other?.core.receive(copy));
  }

  onFrame(listener: (frame: Frame) => void) {
    return this.core.onFrame(listener);
  }

  onClose(listener: (reason: string) => void) {
    return this.core.onClose(listener);
  }

  dispose(): void {
    if (!this.core.close('This end closed the connection.', 'us')) return;
    const other = this.other;
    queueMicrotask(() => other?.core.close('The other end closed the connection.', 'peer'));
  }
}
