import type { PortMessage } from './ports.ts';

/** What the two sides of a page say to each other; bytes inside `data` and `args` travel as `{ base64 }`. */
export type FromPage =
  | PortMessage
  | { readonly t: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly t: 'open-window'; readonly url: string };

export type ToPage =
  | PortMessage
  | {
      readonly t: 'ipc';
      readonly channel: string;
      readonly args: readonly unknown[];
      readonly ports: readonly number[];
    }
  | { readonly t: 'reply'; readonly id: number; readonly value: unknown; readonly error: string | null };

/** How they travel: a document says something, numbered because calls may overtake each other, or waits to be told. */
export type Envelope =
  | { readonly document: string; readonly sequence: number; readonly message: FromPage }
  | { readonly document: string; readonly sequence: 'wait' };
