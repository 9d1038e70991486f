import type { Frame } from './channel-core.ts';

/** What is posted beside frames where messages are structured clones. */
export const posted = { farewell: null } as const;

/** The frame in a posted message; `null` for anything else. */
export function asFrame(data: unknown): Frame | null {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  const isBytes = ArrayBuffer.isView(data) && Object.prototype.toString.call(data) === '[object Uint8Array]';
  return isBytes ? (data as Frame) : null;
}
