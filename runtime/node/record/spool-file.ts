import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileHead } from '../../format/index.ts';

// Captured before the app runs, which may replace what `fs` exports.
const write = writeSync;

/** Process ids come again; times do not. `Math.random` is the app's, which may have seeded it. */
function uniqueText(): string {
  return (Date.now() * 4096 + (process.hrtime()[1] & 4095)).toString(36);
}

/** One thread's spool. Methods throw what the file system throws; the recorder decides what that means. */
export class SpoolFile {
  /** Bytes handed to the system. */
  bytes = 0;
  private fd = -1;
  private readonly path: string;
  private readonly firstFrame: Uint8Array;

  /** The file appears, with its first frame, when `open` is called or something is written. */
  constructor(dir: string, pid: number, threadId: number, firstFrame: Uint8Array) {
    this.path = join(dir, `${pid}-${threadId}-${uniqueText()}.spool`);
    this.firstFrame = firstFrame;
  }

  get isOpen(): boolean {
    return this.fd >= 0;
  }

  open(): void {
    if (this.fd >= 0) return;
    this.fd = openSync(this.path, 'ax');
    this.writeWhole(encodeFileHead());
    this.writeWhole(this.firstFrame);
  }

  /** Writes the whole frame, in one system call unless the system itself splits it. */
  write(frame: Uint8Array): void {
    this.open();
    this.writeWhole(frame);
  }

  private writeWhole(frame: Uint8Array): void {
    let at = 0;
    while (at < frame.length) at += write(this.fd, frame, at, frame.length - at);
    this.bytes += frame.length;
  }
}
