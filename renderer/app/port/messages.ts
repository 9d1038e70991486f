/** What a page tells the worker that reads its port, and what that tells the page. */
export type PortOrder =
  | { readonly take: MessagePort }
  | { readonly post: unknown }
  | { readonly close: true };
export type PortNews = { readonly ready: true } | { readonly data: unknown } | { readonly gone: true };

/** The memory of a message that is nothing but bytes: it is handed over, not copied. */
export function memoryOf(data: unknown): ArrayBuffer[] {
  if (data instanceof ArrayBuffer) return [data];
  const isWhole =
    data instanceof Uint8Array &&
    data.buffer instanceof ArrayBuffer &&
    data.byteLength === data.buffer.byteLength;
  return isWhole ? [data.buffer as ArrayBuffer] : [];
}
