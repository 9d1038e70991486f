/** What the main process and the engine's process say to each other beside the ports of the windows. */

/** A port comes with `connect`: another window to serve. */
export type ToEngine = { readonly type: 'connect' } | { readonly type: 'stop' };

export type FromEngine =
  | { readonly type: 'ready' }
  /** The engine cannot start, and starting it again would not help. */
  | { readonly type: 'failed'; readonly reason: string };
