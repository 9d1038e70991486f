import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { encodeFileHead } from '../../format/index.ts';

// Captured before the app runs, which may replace what `fs` exports.
const write = writeSync;
const close = closeSync;

/** One thread's spool. Methods throw what the file system throws; the recorder decides what that means. */
export class SpoolFile {
  /** Bytes handed to the system. */
  bytes = 0;
  private readonly fd: number;

  constructor(dir: string, pid: number, threadId: number) {
    const name = `${pid}-${threadId}-${randomBytes(4).toString('hex')}.spool`;
    this.fd = openSync(join(dir, name), 'ax');
    this.write(encodeFileHead());
  }

  /** Writes the whole frame, in one system call unless the system itself splits it. */
  write(frame: Uint8Array): void {
    let at = 0;
    while (at < frame.length) at += write(this.fd, frame, at, frame.length - at);
    this.bytes += frame.length;
  }

  close(): void {
    close(this.fd);
  }
}
