/** What a page tells the worker that holds its socket; anything else is a frame to send. */
export type SocketOrder =
  | { readonly open: { readonly url: string; readonly protocols: readonly string[] } }
  | { readonly close: { readonly code: number | undefined; readonly reason: string | undefined } };

/** What the worker tells the page; an ArrayBuffer is a frame that came, any other data is none. */
export type SocketNews =
  | { readonly opened: true }
  | { readonly closed: { readonly code: number; readonly reason: string } }
  | { readonly data: unknown };
