import type { PageLink } from './page-link.ts';
import type { FromPage } from './page-messages.ts';

/** Who sent a message: the web contents, and the frame inside it. */
export interface Sender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly url: string } | null;
}

type Handler = (event: Sender, ...args: unknown[]) => unknown;

class IpcMain {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`a second handler for ${channel}`);
    this.#handlers.set(channel, handler);
  }

  /** Answers what a page asked. */
  async answer(
    from: Sender,
    link: PageLink,
    { id, channel, args }: FromPage & { t: 'invoke' },
  ): Promise<void> {
    try {
      const handler = this.#handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      link.tell({ t: 'reply', id, value: await handler(from, ...args), error: null });
    } catch (error) {
      link.tell({
        t: 'reply',
        id,
        value: null,
        error: `Error invoking remote method '${channel}': ${error}`,
      });
    }
  }
}

export const ipcMain = new IpcMain();
